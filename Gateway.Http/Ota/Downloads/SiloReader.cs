using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Reads straight from the silos: the next chunk comes while the one before is sent.</summary>
internal sealed class SiloReader : IContentReader
{
    private readonly IOtaChunks _chunks;
    private readonly OtaFile _file;
    private readonly long _end;
    private long _at;
    private ReadOnlyMemory<byte> _chunk;
    private Task<byte[]>? _next;

    public SiloReader(IOtaChunks chunks, OtaFile file, long offset, long length)
    {
        (_chunks, _file, _at, _end) = (chunks, file, offset, offset + length);
        _next = Fetch(IndexOf(offset));
    }

    public async ValueTask<int> ReadAsync(Memory<byte> room, CancellationToken cancellation)
    {
        if (_chunk.IsEmpty)
        {
            if (_next is null)
                return 0;
            var chunk = await _next.WaitAsync(cancellation);
            var start = (int)(_at % _file.ChunkSize);
            _chunk = chunk.AsMemory(start, (int)Math.Min(chunk.Length - start, _end - _at));
            var next = IndexOf(_at) + 1;
            _next = (long)next * _file.ChunkSize < _end ? Fetch(next) : null;
        }
        var count = Math.Min(room.Length, _chunk.Length);
        _chunk[..count].CopyTo(room);
        _chunk = _chunk[count..];
        _at += count;
        return count;
    }

    public void Dispose() => _next?.Ignore();

    private int IndexOf(long offset) => (int)(offset / _file.ChunkSize);

    private Task<byte[]> Fetch(int index) => _chunks.ReadAsync(_file, index);
}
