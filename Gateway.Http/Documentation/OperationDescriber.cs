using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Documentation;

/// <summary>Adds to an operation what its handler reads for itself: query parameters, the body, the token, and how refusals look.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        AddUnread(operation.Parameters, context.Description.RelativePath ?? "");
        DescribePath(operation);
        foreach (var parameter in metadata.OfType<QueryParameter>().DistinctBy(p => p.Name))
            operation.Parameters.Add(Describe(parameter));
        if (metadata.OfType<RequestBodyMetadata>().LastOrDefault() is { } body)
            operation.RequestBody = await DescribeAsync(body, context, cancellationToken);
        if (metadata.OfType<IAuthorizeData>().Any())
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(DocumentDescriber.Bearer, context.Document)] = [] }];
        operation.Responses ??= [];
        operation.Responses["default"] = DocumentDescriber.Refusal(context.Document!);
    }

    /// <summary>Places of the path that the handler does not look at.</summary>
    private static void AddUnread(IList<IOpenApiParameter> parameters, string path)
    {
        foreach (var part in path.Split('/'))
        {
            if (part is ['{', .. var name, '}'] && parameters.All(p => p.Name != name))
                parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true });
        }
    }

    private static void DescribePath(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Schema = parameter.Name switch
            {
                "entityType" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("DEVICE")] },
                "scope" => new OpenApiSchema { Type = JsonSchemaType.String, Description = "SHARED_SCOPE, SERVER_SCOPE or CLIENT_SCOPE; any word for readings" },
                { } name when name.EndsWith("Id", StringComparison.Ordinal) => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                _ => new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }

    private static OpenApiParameter Describe(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.Required,
        Description = parameter.Description,
        Schema = new OpenApiSchema
        {
            Type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
            Format = parameter.Type == "integer" ? "int64" : null,
        },
    };

    private static async Task<OpenApiRequestBody> DescribeAsync(RequestBodyMetadata body, OpenApiOperationTransformerContext context, CancellationToken cancellation) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [body.ContentType] = new()
            {
                Schema = body.Type is { } type
                    ? await ReferenceAsync(type, context, cancellation)
                    : Schema(body),
                Example = body is not { Example: { } example } ? null : body.ContentType == "application/json" ? JsonNode.Parse(example) : JsonValue.Create(example),
            },
        },
    };

    private static OpenApiSchema Schema(RequestBodyMetadata body) => body switch
    {
        { FilePart: { } file } => new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { [file] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            Required = new HashSet<string> { file },
        },
        { ContentType: "application/json" } => new() { Type = JsonSchemaType.Object },
        _ => new() { Type = JsonSchemaType.String },
    };

    private static async Task<IOpenApiSchema> ReferenceAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        var name = SchemaNames.Name(ManagementJson.Wire.GetTypeInfo(type)!)!;
        context.Document!.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, context.Document);
    }
}
