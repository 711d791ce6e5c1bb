using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

internal sealed partial class DeviceApiDescriber
{
    private static void DescribeCommands(OpenApiDocument document)
    {
        document.Paths["/api/v1/{token}/rpc"] = Path((HttpMethod.Get, Poll(document)));
        document.Paths["/api/v1/{token}/rpc/{id}"] = Path((HttpMethod.Post, Answer(document)));
        var post = document.Paths["/api/v1/{token}/telemetry"].Operations![HttpMethod.Post];
        post.Parameters!.Add(Parameter(
            "Prefer", ParameterLocation.Header, "`commands=5`: the answer says `Preference-Applied` and holds at most 5 waiting commands as an array, which may be empty"));
    }

    private static OpenApiOperation Poll(OpenApiDocument document)
    {
        var operation = Operation(document, "Wait for a command");
        operation.Parameters!.Add(Parameter("timeout", ParameterLocation.Query, "Milliseconds; without it or 0 a minute, at most five; negative: what there is at once"));
        operation.Parameters.Add(Parameter("max", ParameterLocation.Query, "Most commands of the answer, which is an array then"));
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "The command that has waited longest",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = JsonNode.Parse("""{"id":7,"method":"setGpio","params":{"pin":23,"value":1}}"""),
                },
            },
        };
        operation.Responses["408"] = new OpenApiResponse { Description = "No command came in time; no body" };
        return operation;
    }

    private static OpenApiOperation Answer(OpenApiDocument document)
    {
        var operation = Write(document, "Reply to a command: 200 means stored, or that the command takes no reply any more", """{"result":"ok"}""");
        operation.Parameters!.Add(Parameter("id", ParameterLocation.Path, "The command's id"));
        return operation;
    }
}
