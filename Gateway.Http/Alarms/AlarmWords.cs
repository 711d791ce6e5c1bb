using OrleansIot.Alarms;

namespace OrleansIot.Gateway.Alarms;

/// <summary>ThingsBoard's words for alarms.</summary>
internal static class AlarmWords
{
    public static string Severity(AlarmSeverity severity) => severity.ToString().ToUpperInvariant();

    public static string Status(AlarmInfo alarm) => $"{(alarm.IsCleared ? "CLEARED" : "ACTIVE")}_{(alarm.IsAcknowledged ? "ACK" : "UNACK")}";
}
