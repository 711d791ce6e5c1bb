namespace OrleansIot.Gateway.Polls;

/// <summary>A silo on which polls of this gateway are parked, and when it was last heard of.</summary>
internal sealed class SiloLink(SiloAddress address)
{
    private int _polls;

    public SiloAddress Address { get; } = address;

    /// <summary>Timestamp of its last sign of life.</summary>
    public long Heard { get; set; }

    /// <summary>Timestamp since which it has to prove that it lives; 0: no reason to doubt it.</summary>
    public long Doubted { get; set; }

    /// <summary>Polls parked there.</summary>
    public int Polls => Volatile.Read(ref _polls);

    public void Add() => Interlocked.Increment(ref _polls);

    public void Remove() => Interlocked.Decrement(ref _polls);
}
