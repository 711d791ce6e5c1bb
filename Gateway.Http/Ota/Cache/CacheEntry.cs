using Microsoft.Win32.SafeHandles;

namespace OrleansIot.Gateway.Ota;

/// <summary>A file of the cache. Counted under the cache's lock; closed when it is out of the index and nobody reads it.</summary>
internal sealed class CacheEntry(string sha256, long size, SafeFileHandle handle)
{
    public string Sha256 => sha256;

    public long Size => size;

    public SafeFileHandle Handle => handle;

    public FillProgress Progress { get; } = new();

    /// <summary>Those who read it or fill it, and the index.</summary>
    public int Users { get; set; } = 1;

    /// <summary>Grows with every use of any entry.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether somebody has begun to fill or to check it since the cache was opened.</summary>
    public bool Begun { get; set; }
}
