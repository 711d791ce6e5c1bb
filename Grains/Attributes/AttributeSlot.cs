using OrleansIot.Attributes;

namespace OrleansIot.Grains.Attributes;

/// <summary>One key of one scope: what is committed, and how many writes of it are under way.</summary>
internal sealed class AttributeSlot
{
    private long _settled;

    /// <summary>The committed entry; null when the key is not stored (not yet, or deleted).</summary>
    public AttributeEntry? Entry { get; private set; }

    /// <summary>The committed deletion, where it is remembered.</summary>
    public AttributeDeletion? Tombstone { get; private set; }

    /// <summary>Writes handed to the committer and not yet answered.</summary>
    public int Pending { get; set; }

    /// <summary>The tombstone is being forgotten.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Whether the key counts against the device's number of attributes.</summary>
    public bool Counts => Entry is not null || Pending > 0;

    /// <summary>Nothing is known of the key any more.</summary>
    public bool IsEmpty => !Counts && Tombstone is null;

    /// <summary>Takes a committed write or deletion, unless a newer one was settled before.</summary>
    public void Settle(AttributeEntry? entry, AttributeDeletion? tombstone, long version)
    {
        if (version > _settled)
            (Entry, Tombstone, _settled) = (entry, tombstone, version);
    }

    /// <summary>Forgets the deletion if it is still this one.</summary>
    public void Forget(AttributeDeletion tombstone)
    {
        if (Tombstone == tombstone)
            Tombstone = null;
    }
}
