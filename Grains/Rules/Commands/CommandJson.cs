using System.Buffers;
using System.Text;
using System.Text.Json;
using OrleansIot.Accounts;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rules.Commands;

/// <summary>A persistent command as a message tells of it: ThingsBoard's record.</summary>
internal static class CommandJson
{
    /// <param name="record">Without additional info, the message has none.</param>
    public static byte[] Write(Guid device, CommandRecord record)
    {
        var command = record.Command;
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteId("id", "RPC", command.Uuid);
            writer.WriteNumber("createdTime", command.Created);
            writer.WriteId("tenantId", "TENANT", Tenant.Id);
            writer.WriteId("deviceId", "DEVICE", device);
            writer.WriteNumber("expirationTime", command.ExpiresAt);
            WriteRequest(writer, device, command);
            WriteResponse(writer, record.Reply);
            writer.WriteString("status", record.Status.ToString().ToUpperInvariant());
            if (command.AdditionalInfo is { } info)
            {
                writer.WritePropertyName("additionalInfo");
                writer.WriteRawValue(info);
            }
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    private static void WriteRequest(Utf8JsonWriter writer, Guid device, NewCommand command)
    {
        writer.WriteStartObject("request");
        writer.WriteString("id", command.Uuid);
        writer.WriteId("tenantId", "TENANT", Tenant.Id);
        writer.WriteId("deviceId", "DEVICE", device);
        writer.WriteBoolean("oneway", command.OneWay);
        writer.WriteNumber("expirationTime", command.ExpiresAt);
        writer.WriteStartObject("body");
        writer.WriteString("method", command.Method);
        writer.WriteString("params", command.Params is { } json ? Encoding.UTF8.GetString(json) : "null");
        writer.WriteEndObject();
        writer.WriteBoolean("persisted", command.Persistent);
        if (command.Retries is { } retries)
            writer.WriteNumber("retries", retries);
        else
            writer.WriteNull("retries");
        writer.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter writer, CommandReply? reply)
    {
        writer.WritePropertyName("response");
        switch (reply)
        {
            case null:
                writer.WriteNullValue();
                break;
            case { IsJson: true }:
                writer.WriteRawValue(reply.Json);
                break;
            default:
                writer.WriteStartObject();
                writer.WritePropertyName("error");
                writer.WriteRawValue(reply.Json);
                writer.WriteEndObject();
                break;
        }
    }
}
