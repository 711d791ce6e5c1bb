namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>An entry that was read back.</summary>
/// <param name="Attempts">How often somebody who did not bring it to its end has tried.</param>
public sealed record TakenEntry(OutboxEntry Entry, int Attempts);
