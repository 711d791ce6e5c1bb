using OrleansIot.Attributes;

namespace OrleansIot.Grains.Attributes;

/// <summary>One key of one scope: what is committed, and how many writes of it are under way.</summary>
internal sealed class AttributeSlot
{
    /// <summary>The committed entry; null when the key is not stored (not yet, or deleted).</summary>
    public AttributeEntry? Entry { get; private set; }

    /// <summary>Writes handed to the committer and not yet answered.</summary>
    public int Pending { get; set; }

    private long _settled;

    /// <summary>Takes a committed write, unless a newer one was settled before.</summary>
    public void Settle(AttributeEntry? entry, long version)
    {
        if (version > _settled)
            (Entry, _settled) = (entry, version);
    }
}
