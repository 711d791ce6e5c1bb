using System.Buffers;

namespace OrleansIot.Gateway.Http;

/// <summary>A growing rented buffer that counts against the budget.</summary>
internal sealed class BodyBuffer(BodyBudget budget) : IDisposable
{
    private const int FirstSize = 16 << 10;

    private byte[]? _bytes;
    private int _reserved;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Free space to read into, at least one byte; empty when the budget is spent.</summary>
    public Memory<byte> Free() => Length < (_bytes?.Length ?? 0) || TryGrow() ? _bytes.AsMemory(Length) : default;

    public void Advance(int count) => Length += count;

    /// <summary>False when the budget is spent.</summary>
    public bool TryAppend(ReadOnlySequence<byte> data)
    {
        foreach (var segment in data)
        {
            var rest = segment.Span;
            while (rest.Length > 0)
            {
                var free = Free().Span;
                if (free.IsEmpty)
                    return false;
                var count = Math.Min(free.Length, rest.Length);
                rest[..count].CopyTo(free);
                Length += count;
                rest = rest[count..];
            }
        }
        return true;
    }

    public void Dispose()
    {
        if (_bytes is not null)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        budget.Release(_reserved);
        _reserved = 0;
    }

    private bool TryGrow()
    {
        var size = Math.Max(FirstSize, Length * 2);
        if (!budget.TryReserve(size - _reserved))
            return false;
        _reserved = size;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (_bytes is not null)
        {
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
        }
        _bytes = larger;
        return true;
    }
}
