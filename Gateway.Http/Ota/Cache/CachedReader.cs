using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Reads a file of the cache, also while it is being filled. When the cache fails, it goes on with the silos.</summary>
internal sealed class CachedReader(OtaCache cache, CacheEntry entry, IOtaChunks chunks, OtaFile file, long offset, long length) : IContentReader
{
    private readonly long _end = offset + length;
    private long _at = offset;
    private SiloReader? _instead;

    public async ValueTask<int> ReadAsync(Memory<byte> room, CancellationToken cancellation)
    {
        if (_instead is not null)
            return await _instead.ReadAsync(room, cancellation);
        try
        {
            var available = Math.Min(await entry.Progress.WaitBeyondAsync(_at, cancellation), _end);
            var count = await RandomAccess.ReadAsync(entry.Handle, room[..(int)Math.Min(room.Length, available - _at)], _at, cancellation);
            if (count == 0)
                throw new EndOfStreamException("A file of the cache is shorter than it was.");
            _at += count;
            return count;
        }
        catch (Exception exception) when (exception is FillFailedException or IOException)
        {
            if (exception.InnerException is ContentGoneException gone)
                throw gone;
            _instead = new SiloReader(chunks, file, _at, _end - _at);
            return await _instead.ReadAsync(room, cancellation);
        }
    }

    public void Dispose()
    {
        _instead?.Dispose();
        cache.Release(entry);
    }
}
