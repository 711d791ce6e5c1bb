using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansIot.Devices;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>What a device is answered that wants to be registered: 200 whatever became of it (specification 6.2).</summary>
internal static class ProvisionReply
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext context, ProvisionAnswer answer)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            if (answer is { End: ProvisionEnd.Success, Credentials: { } credentials })
                WriteSuccess(json, answer, credentials);
            else
                WriteRefusal(json, answer.End);
            json.WriteEndObject();
        }
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = ErrorObject.NoStore;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static void WriteSuccess(Utf8JsonWriter json, ProvisionAnswer answer, DeviceCredentials credentials)
    {
        switch (credentials.Type)
        {
            case CredentialsType.AccessToken:
                json.WriteString("credentialsValue"u8, credentials.CredentialsId);
                break;
            case CredentialsType.X509Certificate:
                json.WriteString("credentialsValue"u8, credentials.CredentialsValue);
                break;
            case CredentialsType.MqttBasic:
                WriteLogin(json, credentials.CredentialsValue);
                break;
        }
        json.WriteString("credentialsType"u8, CredentialsTypes.Name(credentials.Type));
        json.WriteString("deviceId"u8, answer.Device);
        json.WriteString("deviceName"u8, answer.Name);
        json.WriteString("status"u8, "SUCCESS"u8);
    }

    private static void WriteRefusal(Utf8JsonWriter json, ProvisionEnd end)
    {
        var isUnknown = end is ProvisionEnd.WrongSecret or ProvisionEnd.Disabled;
        json.WriteString("errorMsg"u8, isUnknown ? "Provision data was not found!"u8 : "Failed to provision device!"u8);
        json.WriteString("status"u8, isUnknown ? "NOT_FOUND"u8 : "FAILURE"u8);
    }

    /// <summary>What is not set is empty here.</summary>
    private static void WriteLogin(Utf8JsonWriter json, string? stored)
    {
        var login = stored is null ? null : JsonNode.Parse(stored) as JsonObject;
        json.WriteStartObject("credentialsValue"u8);
        foreach (var member in new[] { "clientId", "userName", "password" })
            json.WriteString(member, login?[member]?.GetValue<string>() ?? "");
        json.WriteEndObject();
    }
}
