namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>An entry of the outbox.</summary>
public readonly record struct OutboxKey(long Device, long Seq, long Writer);
