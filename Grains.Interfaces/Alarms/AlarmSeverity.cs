namespace OrleansIot.Alarms;

/// <summary>How bad it is. The numbers are stored: never renumber.</summary>
public enum AlarmSeverity : byte
{
    Critical = 0,
    Major = 1,
    Minor = 2,
    Warning = 3,
    Indeterminate = 4,
}
