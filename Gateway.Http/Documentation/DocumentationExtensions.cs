using OrleansIot.Gateway.Http;
using Scalar.AspNetCore;

namespace OrleansIot.Gateway.Documentation;

/// <summary>The description of both APIs at <c>/openapi/v1.json</c>, and a page to read it at <c>/docs</c> that needs nothing from the Internet.</summary>
internal static class DocumentationExtensions
{
    public static IServiceCollection AddDocumentation(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ManagementJson.Wire);
            json.SerializerOptions.PropertyNamingPolicy = ManagementJson.Wire.Options.PropertyNamingPolicy;
        });
        return services.AddOpenApi(options =>
        {
            options.AddOperationTransformer<OperationDescriber>();
            options.AddDocumentTransformer<DocumentDescriber>();
            options.AddDocumentTransformer<DeviceApiDescriber>();
            options.CreateSchemaReferenceId = SchemaNames.Name;
        });
    }

    public static void MapDocumentation(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
        endpoints.MapOpenApi();
        endpoints.MapScalarApiReference("/docs", options =>
        {
            options.Title = "OrleansIot";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.DisableAgent().DisableMcp().HideDeveloperTools();
        }).AddEndpointFilter<IEndpointConventionBuilder>((context, next) =>
        {
            // The page needs nothing from elsewhere; so the browser does not fetch anything from elsewhere.
            context.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'";
            return next(context);
        });
    }
}
