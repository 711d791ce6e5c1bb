using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Http;

/// <summary>Limits of request bodies.</summary>
public sealed class BodyOptions
{
    public const string Section = "Limits:Body";

    /// <summary>Largest body of the device API in bytes, inclusive; also what a compressed one may grow to (specification 2.6).</summary>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; set; } = 52_428_800;

    /// <summary>Bytes that all bodies being received may occupy together; a body beyond is answered 503. Bodies that came in one piece do not count.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long MaxBufferedBytes { get; set; } = 512L << 20;
}
