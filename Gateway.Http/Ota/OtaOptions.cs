using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Ota;

/// <summary>Limits of packages' data in a gateway.</summary>
public sealed class OtaOptions
{
    public const string Section = "Ota";

    /// <summary>Largest upload in bytes, inclusive.</summary>
    [Range(1, long.MaxValue)]
    public long MaxPackageBytes { get; set; } = 1L << 30;

    /// <summary>Folder for the data that this gateway has sent lately; relative to the content root, made (0700) when missing. Without one, the host chooses.</summary>
    public string? CachePath { get; set; }

    /// <summary>
    /// Bytes that the folder may hold; what was used longest ago goes first. Data larger than this is sent straight from the silos, as is all of it with 0. More spares
    /// the silos when a fleet fetches several packages at a time.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long CacheBytes { get; set; } = 2L << 30;

    /// <summary>Chunks of an upload, or of a download that fills the cache, that are on their way to or from the silos at a time; 64 KiB each.</summary>
    [Range(1, 256)]
    public int ChunksInFlight { get; set; } = 8;
}
