namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Settings of the embedded database.</summary>
internal sealed record SqliteOptions
{
    /// <summary>Absolute path of the folder that holds the database and its lock; created (0700) when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Reads that run side by side; more wait for their turn.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Most telemetry key names over all devices. Names are kept for ever, so the cap is what stops a device that invents them.</summary>
    public int MaxKeys { get; init; } = 1_000_000;

    /// <summary>Most devices of the tenant; 0: as many as there is room for.</summary>
    public long MaxDevices { get; init; }

    /// <summary>Most bytes of acknowledged readings held in memory until they are sorted in. More means fewer page writes and a longer replay after a crash.</summary>
    public long PendingBytes { get; init; } = 64 << 20;

    /// <summary>How long acknowledged readings collect before sorting them in begins. Longer means more rows per written page.</summary>
    public TimeSpan SortAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fewest pending rows that one transaction sorts in. More means a shorter journal and a longer transaction.</summary>
    public int SliceRows { get; init; } = 4_000;
}
