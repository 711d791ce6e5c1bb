using System.Diagnostics;
using System.Numerics;

namespace OrleansIot.Load;

/// <summary>Latencies in buckets of at most 1/32 relative width, from a microsecond up. Recording costs a few instructions and no memory.</summary>
public sealed class LatencyHistogram
{
    private const int SubBuckets = 32;
    private const int SubBits = 5;

    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    private readonly long[] _counts = new long[SubBuckets * 40];

    public long Count { get; private set; }

    /// <param name="ticks">Of <see cref="Stopwatch"/>.</param>
    public void Record(long ticks)
    {
        _counts[Bucket((ulong)(ticks * MicrosecondsPerTick))]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The latency in milliseconds that the given share of requests did not exceed; 0 when nothing was recorded.</summary>
    public double Milliseconds(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank <= 0 && Count > 0)
                return UpperEdge(i) / 1000.0;
        }

        return 0;
    }

    private static int Bucket(ulong microseconds)
    {
        if (microseconds < SubBuckets)
            return (int)microseconds;
        var shift = BitOperations.Log2(microseconds) - SubBits;
        var bucket = ((shift + 1) * SubBuckets) + (int)((microseconds >> shift) - SubBuckets);
        return Math.Min(bucket, (SubBuckets * 40) - 1);
    }

    private static double UpperEdge(int bucket)
    {
        if (bucket < SubBuckets)
            return bucket + 1;
        var shift = (bucket / SubBuckets) - 1;
        return (double)((long)((bucket % SubBuckets) + SubBuckets + 1) << shift);
    }
}
