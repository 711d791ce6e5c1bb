namespace OrleansIot.Grains.Commits;

/// <summary>What became of a change.</summary>
public enum ChangeResult : byte
{
    /// <summary>Stored.</summary>
    Applied = 0,

    /// <summary>Its condition matched nothing: the device is gone or another activation of it has written. Nothing of the change was stored.</summary>
    Unmatched = 1,

    /// <summary>It would exceed a cap of the store, such as the number of different keys. Nothing of it was stored.</summary>
    LimitExceeded = 2,

    /// <summary>Set by the committer only: the queue is full or late. The store never saw the change.</summary>
    Refused = 3,

    /// <summary>Set by the committer only: the store failed for as long as the caller could wait. The change may or may not be stored.</summary>
    Failed = 4,
}
