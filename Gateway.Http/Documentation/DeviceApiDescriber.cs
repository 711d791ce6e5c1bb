using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

/// <summary>The device API, which is dispatched in front of the endpoints and so not found among them.</summary>
internal sealed partial class DeviceApiDescriber : IOpenApiDocumentTransformer
{
    private const string Tag = "Device API";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths["/api/v1/{token}/telemetry"] = Path((HttpMethod.Post, Write(document, "Post readings: 200 means stored", """{"ts":1700000000000,"values":{"temperature":21.5}}""")));
        document.Paths["/api/v1/{token}/attributes"] = Path(
            (HttpMethod.Post, Write(document, "Post client attributes: 200 means stored", """{"firmware":"1.0","serial":"A-17"}""")),
            (HttpMethod.Get, Read(document)));
        DescribeUpdates(document);
        DescribeCommands(document);
        DescribeLifecycle(document);
        DescribeServerCalls(document);
        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new() { Name = Tag, Description = "For devices: the access token is in the path, or the path says `me` and the header `Authorization: Bearer …` has it." });
        return Task.CompletedTask;
    }

    private static OpenApiPathItem Path(params (HttpMethod Method, OpenApiOperation Operation)[] operations) =>
        new() { Operations = operations.ToDictionary(o => o.Method, o => o.Operation) };

    private static OpenApiOperation Write(OpenApiDocument document, string summary, string example)
    {
        var operation = Operation(document, summary);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(example) },
            },
        };
        return operation;
    }

    private static OpenApiOperation Read(OpenApiDocument document)
    {
        var operation = Operation(document, "Read client and shared attributes");
        foreach (var name in new[] { "clientKeys", "sharedKeys" })
            operation.Parameters!.Add(Parameter(name, ParameterLocation.Query, "Keys, separated by commas; repeatable"));
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "A member for each scope that has values",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse("""{"client":{"firmware":"1.0"},"shared":{"limit":30}}""") },
            },
        };
        return operation;
    }

    private static OpenApiOperation Operation(OpenApiDocument document, string summary) => new()
    {
        Summary = summary,
        Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
        Parameters = [Parameter("token", ParameterLocation.Path, "The device's access token")],
        Responses = new()
        {
            ["200"] = new OpenApiResponse { Description = "Done" },
            ["401"] = new OpenApiResponse { Description = "The token opens no device; no body" },
            ["default"] = DocumentDescriber.Refusal(document),
        },
    };

    private static OpenApiParameter Parameter(string name, ParameterLocation location, string description) => new()
    {
        Name = name,
        In = location,
        Required = location == ParameterLocation.Path,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
