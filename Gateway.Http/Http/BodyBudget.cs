using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Http;

/// <summary>Bounds the memory of all bodies that are being received.</summary>
internal sealed class BodyBudget(IOptions<BodyOptions> options)
{
    private readonly long _max = options.Value.MaxBufferedBytes;
    private long _used;

    public bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= _max)
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Release(int bytes) => Interlocked.Add(ref _used, -bytes);
}
