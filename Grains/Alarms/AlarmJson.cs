using System.Buffers;
using System.Text.Json;
using OrleansIot.Accounts;
using OrleansIot.Alarms;
using OrleansIot.Grains.Rules;

namespace OrleansIot.Grains.Alarms;

/// <summary>An alarm as a message tells of it.</summary>
internal static class AlarmJson
{
    public static byte[] Write(AlarmInfo alarm)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteId("id", "ALARM", alarm.Id);
            writer.WriteNumber("createdTime", alarm.CreatedTime);
            writer.WriteId("tenantId", "TENANT", Tenant.Id);
            writer.WriteId("customerId", "CUSTOMER", alarm.CustomerId ?? Tenant.NoCustomer);
            writer.WriteId("originator", "DEVICE", alarm.DeviceId);
            writer.WriteString("originatorName", alarm.DeviceName);
            writer.WriteString("name", alarm.Type);
            writer.WriteString("type", alarm.Type);
            writer.WriteString("severity", AlarmNames.Severity(alarm.Severity));
            writer.WriteString("status", AlarmNames.Status(alarm));
            writer.WriteBoolean("acknowledged", alarm.IsAcknowledged);
            writer.WriteBoolean("cleared", alarm.IsCleared);
            writer.WriteNumber("startTs", alarm.StartTs);
            writer.WriteNumber("endTs", alarm.EndTs);
            writer.WriteNumber("ackTs", alarm.AcknowledgedTs);
            writer.WriteNumber("clearTs", alarm.ClearedTs);
            writer.WritePropertyName("details");
            if (alarm.Details is { } details)
                writer.WriteRawValue(details);
            else
                writer.WriteNullValue();
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }
}
