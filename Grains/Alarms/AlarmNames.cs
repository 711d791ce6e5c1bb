using OrleansIot.Alarms;

namespace OrleansIot.Grains.Alarms;

/// <summary>ThingsBoard's words for alarms.</summary>
public static class AlarmNames
{
    public static string Severity(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Critical => "CRITICAL",
        AlarmSeverity.Major => "MAJOR",
        AlarmSeverity.Minor => "MINOR",
        AlarmSeverity.Warning => "WARNING",
        _ => "INDETERMINATE",
    };

    public static bool TryParseSeverity(string name, out AlarmSeverity severity)
    {
        foreach (var known in Enum.GetValues<AlarmSeverity>())
        {
            if (Severity(known) != name)
                continue;
            severity = known;
            return true;
        }
        severity = default;
        return false;
    }

    public static string Status(AlarmInfo alarm) => (alarm.IsCleared, alarm.IsAcknowledged) switch
    {
        (false, false) => "ACTIVE_UNACK",
        (false, true) => "ACTIVE_ACK",
        (true, false) => "CLEARED_UNACK",
        (true, true) => "CLEARED_ACK",
    };
}
