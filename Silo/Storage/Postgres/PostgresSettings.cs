using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What an operator may set of the shared database, beside the connection string.</summary>
internal sealed class PostgresSettings
{
    public const string Section = "Storage";

    /// <inheritdoc cref="PostgresOptions.Lanes"/>
    [Range(1, 16)]
    public int CommitLanes { get; set; } = 2;

    /// <inheritdoc cref="PostgresOptions.PartitionDays"/>
    [Range(1, 366)]
    public int PartitionDays { get; set; } = 7;

    /// <inheritdoc cref="PostgresOptions.MaxKeys"/>
    [Range(1, int.MaxValue)]
    public int MaxKeys { get; set; } = 1_000_000;
}
