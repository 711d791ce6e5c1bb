using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

internal sealed partial class DeviceApiDescriber
{
    private static void DescribeServerCalls(OpenApiDocument document) => document.Paths["/api/v1/{token}/rpc"].Operations![HttpMethod.Post] = ServerCall(document);

    private static OpenApiOperation ServerCall(OpenApiDocument document)
    {
        var operation = Write(document, "Call the server: the device's rule chain answers", """{"method":"getTime","params":{}}""");
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "What the chain replied",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchema(), Example = JsonNode.Parse("""{"time":"2026-01-31T12:00:00Z"}""") },
            },
        };
        operation.Responses["408"] = new OpenApiResponse { Description = "No node replied in time; no body. Where ServerCalls:Unanswered is set, 200 with that text as `error` instead" };
        return operation;
    }
}
