namespace OrleansIot.Telemetry;

public enum Aggregation : byte
{
    None = 0,
    Min = 1,
    Max = 2,
    Avg = 3,
    Sum = 4,
    Count = 5,
}
