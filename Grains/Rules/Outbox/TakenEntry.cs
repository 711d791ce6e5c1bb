namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>An entry that was read back.</summary>
/// <param name="Attempts">How often it was read back, this time included.</param>
public sealed record TakenEntry(OutboxEntry Entry, int Attempts);
