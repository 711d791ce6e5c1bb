using System.Buffers;

namespace OrleansIot.Gateway.Wire;

/// <summary>Bytes that grow in rented arrays, starting on the stack.</summary>
internal ref struct PooledBuffer(Span<byte> initial)
{
    private Span<byte> _room = initial;
    private byte[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _room[..Length];

    /// <summary>Room for at least so many bytes behind what is written.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (size > _room.Length - Length)
            Grow(size);
        return _room[Length..];
    }

    public void Advance(int count) => Length += count;

    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void CutTo(int length) => Length = length;

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)Length + size, 2L * _room.Length)));
        Written.CopyTo(larger);
        Dispose();
        _room = _rented = larger;
    }
}
