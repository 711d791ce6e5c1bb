using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Commits;

/// <summary>Bounds of the committer. A larger queue rides out longer stalls of the database at the price of memory and of later answers.</summary>
public sealed class CommitterOptions
{
    public const string Section = "Committer";

    /// <summary>Changes waiting or being committed, over all lanes; one more is refused.</summary>
    [Range(1, 10_000_000)]
    public int MaxChanges { get; set; } = 50_000;

    /// <summary>Bytes waiting or being committed, over all lanes. A single change larger than this is taken when the queue is empty.</summary>
    [Range(1 << 16, long.MaxValue)]
    public long MaxBytes { get; set; } = 256L << 20;

    /// <summary>Most changes of one transaction.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatchChanges { get; set; } = 4096;

    /// <summary>A batch is closed once it holds this many bytes.</summary>
    [Range(1 << 10, long.MaxValue)]
    public long MaxBatchBytes { get; set; } = 8L << 20;

    /// <summary>How long a caller may wait, in milliseconds; then its change is refused. Shorter than the gateway's deadline of 10 s.</summary>
    [Range(100, 60_000)]
    public int MaxWait { get; set; } = 8_000;
}
