namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Settings of the shared database.</summary>
internal sealed record PostgresOptions
{
    /// <summary>As Npgsql reads it. What it says goes before what <see cref="PostgresDataSource"/> sets by itself.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Most telemetry key names over all devices. Names are kept for ever, so the cap is what stops a device that invents them.</summary>
    public int MaxKeys { get; init; } = 1_000_000;

    /// <summary>Transactions of the committer side by side. More use more processors of the database and make smaller transactions.</summary>
    public int Lanes { get; init; } = 2;

    /// <summary>How long an attempt to commit may take: short enough for a second one while the callers wait.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Width of a partition of readings. Retention drops whole ones, so a reading may stay that much longer than its time to live; queries slow down with their number.</summary>
    public int PartitionDays { get; init; } = 7;

    /// <summary>Devices and keys that a silo remembers to have a row in latest. About 30 bytes each; the others cost the transaction a look-up.</summary>
    public int KnownSeries { get; init; } = 2_000_000;

    public PostgresOptions With(PostgresSettings settings) =>
        this with { Lanes = settings.CommitLanes, PartitionDays = settings.PartitionDays, MaxKeys = settings.MaxKeys };
}
