using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

internal sealed partial class DeviceApiDescriber
{
    private static void DescribeUpdates(OpenApiDocument document)
    {
        document.Paths["/api/v1/{token}/attributes/updates"] = Path((HttpMethod.Get, Await(document)));
        var read = document.Paths["/api/v1/{token}/attributes"].Operations![HttpMethod.Get];
        Conditional(read, "Where `attributes/updates?since=` goes on from", "No attribute has changed since; no body");
    }

    private static OpenApiOperation Await(OpenApiDocument document)
    {
        var operation = Operation(document, "Wait for changes of shared attributes");
        operation.Parameters!.Add(Parameter("timeout", ParameterLocation.Query, "Milliseconds; without it or 0 a minute, at most five; negative: what there is at once"));
        operation.Parameters.Add(Parameter(
            "since", ParameterLocation.Query, "What stands between the quotes of an `ETag`, or 0 for everything: the reader keeps its own cursor, and the device's neither counts nor moves"));
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "All that has changed, the last value of each key; keys that were deleted last are under `deleted`",
            Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Attributes-Complete"] = Header("`true`: these are all shared attributes there are, so forget those that are not named"),
            },
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse("""{"limit":30,"deleted":["mode"]}""") },
            },
        };
        operation.Responses["403"] = new OpenApiResponse { Description = "The device was deleted while it waited" };
        operation.Responses["408"] = new OpenApiResponse { Description = "Nothing has changed in time; no body" };
        Conditional(operation, "The cursor after this answer, for `since` or `If-None-Match`", "Asked with `If-None-Match`, and nothing has changed in time; no body");
        return operation;
    }

    private static void Conditional(OpenApiOperation operation, string tag, string unchanged)
    {
        operation.Parameters!.Add(Parameter("If-None-Match", ParameterLocation.Header, "The `ETag` of an earlier answer"));
        var found = (OpenApiResponse)operation.Responses!["200"];
        (found.Headers ??= new Dictionary<string, IOpenApiHeader>())["ETag"] = Header(tag);
        operation.Responses["304"] = new OpenApiResponse { Description = unchanged };
    }

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
