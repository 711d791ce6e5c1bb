using Microsoft.Extensions.Options;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>
/// Packages' data on this machine's disk, by the hash of the content: a fleet's download loads the silos once per gateway. Bounded; what was used longest ago goes
/// first. A file that an earlier process left is checked before it is used. Without a cache, or when it fails, data comes straight from the silos.
/// </summary>
internal sealed partial class OtaCache(IOtaChunks chunks, IOptions<OtaOptions> options, IHostEnvironment host, ILogger<OtaCache> log) : IDisposable
{
    private const string DefaultFolder = "cache";

    /// <summary>Each is an open file.</summary>
    private const int MaxEntries = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private CacheRoom? _room;
    private bool _opened;
    private long _bytes;
    private long _uses;

    /// <summary>Null: this data is not for the cache.</summary>
    public CachedReader? Open(OtaFile file, long offset, long length)
    {
        CacheEntry entry;
        lock (_lock)
        {
            if (file.Size > options.Value.CacheBytes || !IsOpen())
                return null;
            if (Find(file) is not { } found)
                return null;
            entry = found;
            entry.Users++;
            entry.LastUsed = ++_uses;
            if (!entry.Begun)
                Begin(_room!, entry, file);
        }
        return new(this, entry, chunks, file, offset, length);
    }

    public void Release(CacheEntry entry)
    {
        lock (_lock)
        {
            if (--entry.Users > 0)
                return;
            _bytes -= entry.Size;
            entry.Handle.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values.ToArray())
                Forget(entry);
            _room?.Dispose();
            (_room, _opened) = (null, true);
        }
    }

    private bool IsOpen()
    {
        if (_opened)
            return _room is not null;
        _opened = true;
        var folder = Path.GetFullPath(options.Value.CachePath ?? DefaultFolder, host.ContentRootPath);
        try
        {
            _room = CacheRoom.Take(folder);
            foreach (var file in _room.TakeStock())
            {
                if (MakeRoom(file.Length))
                    Add(new(file.Name, file.Length, File.OpenHandle(file.FullName, options: FileOptions.Asynchronous)));
                else
                    file.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogClosed(exception, folder);
        }
        return _room is not null;
    }

    private CacheEntry? Find(OtaFile file)
    {
        if (_entries.TryGetValue(file.Sha256, out var entry) || !MakeRoom(file.Size))
            return entry;
        try
        {
            var path = _room!.UnfinishedPathOf(file.Sha256);
            return Add(new(file.Sha256, file.Size, File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnfilled(exception, file.Sha256);
            return null;
        }
    }

    private CacheEntry Add(CacheEntry entry)
    {
        _entries.Add(entry.Sha256, entry);
        _bytes += entry.Size;
        return entry;
    }

    /// <summary>False: what is there is in use.</summary>
    private bool MakeRoom(long size)
    {
        while (_bytes + size > options.Value.CacheBytes || _entries.Count >= MaxEntries)
        {
            if (_entries.Values.Where(e => e.Users == 1).MinBy(e => e.LastUsed) is not { } oldest)
                return false;
            Forget(oldest);
            File.Delete(_room!.PathOf(oldest.Sha256));
        }
        return true;
    }

    private void Forget(CacheEntry entry)
    {
        if (_entries.Remove(entry.Sha256))
            Release(entry);
    }

    [LoggerMessage(2401, LogLevel.Warning, "There is no cache for packages in {Folder}: their data comes straight from the silos")]
    private partial void LogClosed(Exception exception, string folder);

    [LoggerMessage(2402, LogLevel.Warning, "The cache could not take the data {Sha256}")]
    private partial void LogUnfilled(Exception exception, string sha256);
}
