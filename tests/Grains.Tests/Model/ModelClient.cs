using OrleansIot.Attributes;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>Somebody who polls for updates, one poll after another, and what it has been told so far.</summary>
/// <param name="keepsCursor">Asks with a cursor of its own; else the device's cursor counts.</param>
internal sealed class ModelClient(string name, bool keepsCursor)
{
    private readonly Dictionary<string, (long Version, bool IsDeleted)> _known = [];

    public long? Since { get; private set; } = keepsCursor ? 0 : null;

    /// <summary>The poll that it waits for.</summary>
    public long? Parked { get; set; }

    /// <summary>An answer that is on the way over the connection.</summary>
    public PollDelivery? Unread { get; set; }

    /// <summary>Version of the newest change of the key that it has been told of; 0: none.</summary>
    public long Version(string key) => _known.GetValueOrDefault(key).Version;

    public bool Knows(string key, long version, bool isDeleted) =>
        _known.TryGetValue(key, out var known) && known.IsDeleted == isDeleted && (isDeleted ? known.Version >= version : known.Version == version);

    /// <summary>Takes an answer; what it tells must never be older than what was told before.</summary>
    public void Take(AttributeUpdates updates)
    {
        foreach (var entry in updates.Changed)
            Take(entry.Key, entry.Version, isDeleted: false);
        foreach (var key in updates.Deleted)
            Take(key, updates.Cursor, isDeleted: true);
        if (Since is not null)
            Since = updates.Cursor;
    }

    private void Take(string key, long version, bool isDeleted)
    {
        Assert.True(version >= Version(key), $"the {name} was told of {key} {version} after {Version(key)}");
        _known[key] = (version, isDeleted);
    }
}
