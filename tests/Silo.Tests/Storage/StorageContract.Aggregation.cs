using System.Numerics;
using CsCheck;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    private static readonly Gen<TypedValue> AnyValue = Gen.OneOf(
        Gen.Bool.Select(TypedValue.Boolean),
        Gen.Long.Select(TypedValue.Long),
        Gen.Long[-5, 5].Select(TypedValue.Long),
        Gen.Double[-1e6, 1e6].Select(TypedValue.Double),
        Gen.String.AlphaNumeric.Select(TypedValue.String),
        Gen.Const(TypedValue.Json("{}"u8.ToArray())));

    private static readonly Gen<long> AnyInstant = Gen.OneOf(Gen.Long[-30, 30], Gen.Long, Gen.Long[long.MaxValue - 30, long.MaxValue]);

    private static readonly Gen<HistoryQuery> AnyAggregation = Gen.Select(
        AnyInstant,
        AnyInstant,
        Gen.OneOf(Gen.Long[-1, 20], Gen.Long[1, long.MaxValue], Gen.Long[long.MaxValue / 2, long.MaxValue]),
        Gen.Enum<Aggregation>().Where(aggregation => aggregation != Aggregation.None),
        Gen.Bool).Select((a, b, interval, aggregation, descending) =>
            new HistoryQuery(["a"], Math.Min(a, b), Math.Max(a, b), 1, descending, aggregation, interval));

    [Fact]
    public async Task aggregates_are_what_arithmetic_without_limits_says()
    {
        await Gen.Select(Gen.Select(AnyInstant, AnyValue).Array[1, 40], AnyAggregation.Array[8]).SampleAsync(
            async (rows, queries) =>
            {
                var device = (await CreateAsync()).Number;
                Reading[] readings = [.. rows.Select(row => new Reading("a", row.Item1, row.Item2)).DistinctBy(reading => reading.Ts)];
                await CommitAppliedAsync(Readings(device, readings));
                foreach (var query in queries)
                {
                    var series = await _storage.Readings.HistoryAsync(device, query, Cancellation);
                    Reading[] buckets = series.Length == 0 ? [] : series.Single().Readings;
                    AssertSame([.. Aggregates(readings, query)], buckets);
                }
            },
            iter: 40,
            threads: 1);
    }

    private static IEnumerable<Reading> Aggregates(Reading[] readings, HistoryQuery query)
    {
        var width = query.Interval > 0 ? query.Interval : (BigInteger)query.EndTs - query.StartTs;
        var buckets = readings
            .Where(reading => reading.Ts >= query.StartTs && reading.Ts < query.EndTs)
            .GroupBy(reading => ((BigInteger)reading.Ts - query.StartTs) / width)
            .OrderBy(bucket => query.Descending ? -bucket.Key : bucket.Key);
        foreach (var bucket in buckets)
        {
            var begin = query.StartTs + (bucket.Key * width);
            var end = BigInteger.Min(begin + width, query.EndTs);
            if (Aggregate([.. bucket.Select(reading => reading.Value)], query.Aggregation) is { } value)
                yield return new("a", (long)(begin + ((end - begin) / 2)), value);
        }
    }

    private static TypedValue? Aggregate(TypedValue[] values, Aggregation aggregation)
    {
        if (aggregation == Aggregation.Count)
            return TypedValue.Long(values.Length);
        var longs = values.Where(value => value.Kind == ValueKind.Long).Select(value => value.AsLong).ToArray();
        var doubles = values.Where(value => value.Kind == ValueKind.Double).Select(value => value.AsDouble).ToArray();
        var count = longs.Length + doubles.Length;
        var whole = longs.Aggregate(BigInteger.Zero, (sum, value) => sum + value);
        if (aggregation == Aggregation.Sum && count > 0)
        {
            return doubles.Length == 0 && whole >= long.MinValue && whole <= long.MaxValue
                ? TypedValue.Long((long)whole)
                : TypedValue.Double((double)whole + doubles.Sum());
        }

        if (aggregation == Aggregation.Avg)
            return count == 0 ? null : TypedValue.Double(((double)whole + doubles.Sum()) / count);
        if (count == 0)
        {
            var texts = values.Where(value => value.Kind == ValueKind.String).Select(value => value.ToString()).Order(StringComparer.Ordinal).ToArray();
            if (texts.Length == 0 || aggregation == Aggregation.Sum)
                return null;
            return TypedValue.String(aggregation == Aggregation.Min ? texts[0] : texts[^1]);
        }

        var least = aggregation == Aggregation.Min;
        if (doubles.Length == 0)
            return TypedValue.Long(least ? longs.Min() : longs.Max());
        var all = doubles.Concat(longs.Select(value => (double)value));
        return TypedValue.Double(least ? all.Min() : all.Max());
    }

    /// <summary>Sums of doubles may be added up in any order.</summary>
    private static void AssertSame(Reading[] expected, Reading[] actual)
    {
        Assert.Equal(expected.Select(reading => (reading.Ts, reading.Value.Kind)), actual.Select(reading => (reading.Ts, reading.Value.Kind)));
        foreach (var (want, have) in expected.Zip(actual))
        {
            if (want.Value.Kind == ValueKind.Double)
                Assert.Equal(want.Value.AsDouble, have.Value.AsDouble, 1e-9 * Math.Max(1e7, Math.Abs(want.Value.AsDouble)));
            else
                Assert.Equal(want.Value, have.Value);
        }
    }
}
