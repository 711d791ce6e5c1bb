namespace OrleansIot.Values;

/// <summary>Why an operation did not happen; converts to any <see cref="Answer{T}"/>.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.Refusal")]
public sealed record Refusal([property: Id(0)] Outcome Outcome, [property: Id(1)] string Reason);
