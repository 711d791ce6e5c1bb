using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Http;

/// <summary>Caps of one request to the management API. A request beyond one is refused, and the refusal names it.</summary>
public sealed class ManagementLimits
{
    public const string Section = "Limits";

    /// <summary>Entries of one page of a list.</summary>
    [Range(1, 1_000_000)]
    public int MaxPageSize { get; set; } = 10_000;

    /// <summary>Rows of one key in a history.</summary>
    [Range(1, 10_000_000)]
    public int MaxRows { get; set; } = 50_000;

    /// <summary>Buckets of one key in an aggregated history.</summary>
    [Range(1, 1_000_000)]
    public int MaxBuckets { get; set; } = 10_000;

    /// <summary>Rows or buckets of all keys of a history together; they are held in memory for one answer.</summary>
    [Range(1, 100_000_000)]
    public int MaxTotalRows { get; set; } = 500_000;

    /// <summary>Keys in one request.</summary>
    [Range(1, 100_000)]
    public int MaxKeysPerQuery { get; set; } = 1_000;

    /// <summary>Bytes of a body, inclusive.</summary>
    [Range(1_024, 1 << 30)]
    public int MaxManagementBody { get; set; } = 16 << 20;
}
