using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What both databases leave to the program when readings are aggregated: the time and the type of what comes out.</summary>
internal static class BucketValues
{
    /// <summary>By how much the buckets, counted from 0, begin later than multiples of their width.</summary>
    public static long Shift(HistoryQuery query) =>
        query.Interval <= 0 ? 0 : query.StartTs % query.Interval is var rest && rest < 0 ? rest + query.Interval : rest;

    /// <summary>Begin of the bucket plus half of its width; the last bucket ends where the query ends.</summary>
    public static long Middle(long bucket, HistoryQuery query)
    {
        if (query.Interval <= 0)
            return Middle(query.StartTs, query.EndTs);
        var begin = ((Int128)bucket * query.Interval) + Shift(query);
        return Middle(begin, Int128.Min(begin + query.Interval, query.EndTs));
    }

    /// <param name="longs">How many LONG values make up <paramref name="whole"/>.</param>
    /// <param name="doubles">How many DOUBLE values make up <paramref name="rest"/>.</param>
    /// <returns>LONG where all values are and the sum fits; null when there are no numbers.</returns>
    public static TypedValue? Sum(long longs, Int128 whole, long doubles, double rest)
    {
        if (longs + doubles == 0)
            return null;
        return doubles == 0 && whole >= long.MinValue && whole <= long.MaxValue ? TypedValue.Long((long)whole) : Double((double)whole + rest);
    }

    /// <returns>Null when there are no numbers.</returns>
    public static TypedValue? Average(long longs, Int128 whole, long doubles, double rest) =>
        longs + doubles == 0 ? null : Double(((double)whole + rest) / (longs + doubles));

    private static long Middle(Int128 begin, Int128 end) => (long)(begin + ((end - begin) / 2));

    /// <summary>A sum that leaves the range of doubles stays at its edge: a stored value is never infinite.</summary>
    private static TypedValue Double(double value) => TypedValue.Double(Math.Clamp(value, double.MinValue, double.MaxValue));
}
