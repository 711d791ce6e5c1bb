namespace OrleansIot.Gateway.Telemetry;

/// <summary>What the buckets of an aggregation follow: a width in milliseconds, or the calendar.</summary>
internal enum IntervalType
{
    Milliseconds,

    /// <summary>From Sunday.</summary>
    Week,

    /// <summary>From Monday.</summary>
    WeekIso,
    Month,
    Quarter,
}
