namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Settings of the shared database.</summary>
internal sealed record PostgresOptions
{
    /// <summary>As Npgsql reads it. What it says goes before what <see cref="PostgresDataSource"/> sets by itself.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Most telemetry key names over all devices. Names are kept for ever, so the cap is what stops a device that invents them.</summary>
    public int MaxKeys { get; init; } = 1_000_000;
}
