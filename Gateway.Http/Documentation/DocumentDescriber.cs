using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

/// <summary>Title, security scheme and the schema of the error object.</summary>
internal sealed class DocumentDescriber : IOpenApiDocumentTransformer
{
    public const string Bearer = "user token";
    private const string ErrorSchema = "Error";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "OrleansIot",
            Version = "1",
            Description = "The device API and the management API around it, compatible with ThingsBoard's. Log in at `/api/auth/login`, send the token as "
                + "`Authorization: Bearer …` or `X-Authorization: Bearer …`.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The token of a login.",
        };
        document.AddComponent(ErrorSchema, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["status"] = Integer("HTTP status", "int32"),
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, for people" },
                ["errorCode"] = Integer("2 general, 10 authentication, 11 token expired, 20 permission, 31 bad request, 32 not found, 33 too many requests, 35 version conflict, 41 limit", "int32"),
                ["timestamp"] = Integer("Milliseconds since 1970", "int64"),
            },
        });
        return Task.CompletedTask;
    }

    public static OpenApiResponse Refusal(OpenApiDocument document) => new()
    {
        Description = "The error object",
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(ErrorSchema, document) } },
    };

    private static OpenApiSchema Integer(string description, string format) => new() { Type = JsonSchemaType.Integer, Format = format, Description = description };
}
