namespace OrleansIot.Ota;

/// <summary>A device that a roll-out has reached.</summary>
/// <param name="StateTime">When it said so, milliseconds since 1970; 0: it was not told yet.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutDevice")]
public sealed record RollOutDevice([property: Id(0)] Guid Id, [property: Id(1)] string Name, [property: Id(2)] OtaState State, [property: Id(3)] long StateTime);
