using System.Buffers;
using System.Text.Json;
using OrleansIot.Accounts;
using OrleansIot.Devices;

namespace OrleansIot.Grains.Rules;

/// <summary>A device as a message tells of it.</summary>
internal static class DeviceJson
{
    public static byte[] Write(DeviceInfo device)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            WriteId(writer, "id", "DEVICE", device.Id);
            writer.WriteNumber("createdTime", device.CreatedTime);
            WriteId(writer, "tenantId", "TENANT", Tenant.Id);
            WriteId(writer, "customerId", "CUSTOMER", device.Fields.CustomerId ?? Tenant.NoCustomer);
            writer.WriteString("name", device.Fields.Name);
            writer.WriteString("type", device.Type);
            writer.WriteString("label", device.Fields.Label);
            WriteId(writer, "deviceProfileId", "DEVICE_PROFILE", device.Fields.ProfileId);
            writer.WriteNumber("version", device.Version);
            writer.WritePropertyName("additionalInfo");
            if (device.Fields.AdditionalInfo is { } info)
                writer.WriteRawValue(info);
            else
                writer.WriteNullValue();
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    private static void WriteId(Utf8JsonWriter writer, string member, string type, Guid id)
    {
        writer.WriteStartObject(member);
        writer.WriteString("entityType", type);
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
