using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansIot.Gateway.Documentation;

internal sealed partial class DeviceApiDescriber
{
    private static void DescribeLifecycle(OpenApiDocument document)
    {
        document.Paths["/api/v1/{token}/claim"] = Path((HttpMethod.Post, Offer(document)));
        document.Paths["/api/v1/provision"] = Path((HttpMethod.Post, Register(document)));
        foreach (var what in new[] { "firmware", "software" })
            document.Paths[$"/api/v1/{{token}}/{what}"] = Path((HttpMethod.Get, Fetch(document, what)));
    }

    private static OpenApiOperation Offer(OpenApiDocument document)
    {
        var operation = Write(document, "Offer the device to whoever knows the secret; without a body, the secret is empty", """{"secretKey":"s3cret","durationMs":600000}""");
        ((OpenApiRequestBody)operation.RequestBody!).Required = false;
        return operation;
    }

    /// <summary>The one operation without a token.</summary>
    private static OpenApiOperation Register(OpenApiDocument document)
    {
        var operation = Write(
            document,
            "Register a device that has no credentials yet: 200, whatever became of it",
            """{"deviceName":"meter-17","provisionDeviceKey":"…","provisionDeviceSecret":"…"}""");
        operation.Parameters!.Clear();
        operation.Responses!.Remove("401");
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = "`status` is SUCCESS, FAILURE or NOT_FOUND; the last two have an `errorMsg`",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = JsonNode.Parse(
                        """{"credentialsValue":"…","credentialsType":"ACCESS_TOKEN","deviceId":"784f394c-42b6-435a-983c-b7beff2784f9","deviceName":"meter-17","status":"SUCCESS"}"""),
                },
            },
        };
        return operation;
    }

    private static OpenApiOperation Fetch(OpenApiDocument document, string what)
    {
        var operation = Operation(document, $"Download the {what} that the device is to run, whole or a part of it");
        foreach (var name in new[] { "title", "version" })
        {
            var parameter = Parameter(name, ParameterLocation.Query, "As the shared attribute says");
            parameter.Required = true;
            operation.Parameters!.Add(parameter);
        }
        operation.Parameters!.Add(Parameter("size", ParameterLocation.Query, "Bytes of a chunk; without it or 0 the whole"));
        operation.Parameters.Add(Parameter("chunk", ParameterLocation.Query, "Number of the chunk, from 0; behind the last one there are no bytes"));
        foreach (var header in new[] { "Range", "If-Range", "If-None-Match" })
            operation.Parameters.Add(Parameter(header, ParameterLocation.Header, "RFC 9110"));
        var bytes = new Dictionary<string, OpenApiMediaType>
        {
            ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        };
        operation.Responses!["200"] = new OpenApiResponse { Description = "The bytes, with `ETag` and `x-filename`", Content = bytes };
        operation.Responses["206"] = new OpenApiResponse { Description = "The range", Content = bytes };
        operation.Responses["304"] = new OpenApiResponse { Description = "The device has it; no body" };
        operation.Responses["400"] = new OpenApiResponse { Description = "The device is to run another one; no body" };
        operation.Responses["404"] = new OpenApiResponse { Description = $"The device is to run no {what}; no body" };
        return operation;
    }
}
