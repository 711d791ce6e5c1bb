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
            writer.WriteId("id", "DEVICE", device.Id);
            writer.WriteNumber("createdTime", device.CreatedTime);
            writer.WriteId("tenantId", "TENANT", Tenant.Id);
            writer.WriteId("customerId", "CUSTOMER", device.Fields.CustomerId ?? Tenant.NoCustomer);
            writer.WriteString("name", device.Fields.Name);
            writer.WriteString("type", device.Type);
            writer.WriteString("label", device.Fields.Label);
            writer.WriteId("deviceProfileId", "DEVICE_PROFILE", device.Fields.ProfileId);
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
}
