using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Changes of one device by one writer that build on each other: stored as one, they have one fate.</summary>
internal sealed class AttributeChain(int wave, AttributesChange first)
{
    private readonly List<int> _indexes = [];

    /// <summary>Chains of a device are stored in this order.</summary>
    public int Wave { get; } = wave;

    public long Device { get; } = first.Device;

    public long Writer { get; } = first.Writer;

    public long Base { get; } = first.Base;

    public long Version { get; private set; } = first.Base;

    /// <summary>Version of the newest tombstone that is forgotten; 0: none is.</summary>
    public long Horizon { get; private set; }

    /// <summary>Places of its changes in the batch.</summary>
    public IReadOnlyList<int> Indexes => _indexes;

    public bool MayJoin(AttributesChange change) => change.Writer == Writer && change.Base == Version;

    public void Join(int index, AttributesChange change)
    {
        _indexes.Add(index);
        Version = change.Version;
        foreach (var tombstone in change.Forgotten)
            Horizon = Math.Max(Horizon, tombstone.Version);
    }
}
