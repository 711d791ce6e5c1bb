namespace OrleansIot.Retention;

/// <summary>One pass over everything that is stored.</summary>
/// <param name="StartedTime">Milliseconds since 1970.</param>
/// <param name="FinishedTime">Milliseconds since 1970; null while it is under way.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RetentionRun")]
public sealed record RetentionRun([property: Id(0)] long StartedTime, [property: Id(1)] long? FinishedTime, [property: Id(2)] Removed Removed);
