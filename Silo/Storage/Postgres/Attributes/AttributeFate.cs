namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What becomes of an attribute's row.</summary>
internal enum AttributeFate : byte
{
    /// <summary>It is there afterwards, with a value or as a tombstone.</summary>
    Written,

    /// <summary>It goes.</summary>
    Deleted,

    /// <summary>It goes if it is still that old tombstone.</summary>
    Forgotten,
}
