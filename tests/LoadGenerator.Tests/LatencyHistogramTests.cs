using System.Diagnostics;

namespace OrleansIot.Load;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(3.3)]
    [InlineData(47)]
    [InlineData(8800)]
    public void a_share_is_told_to_a_thirtysecond(double milliseconds)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 98; i++)
            histogram.Record(Ticks(milliseconds));
        histogram.Record(Ticks(milliseconds * 100));
        histogram.Record(Ticks(milliseconds * 100));
        Assert.InRange(histogram.Milliseconds(0.5), milliseconds, (milliseconds * 33 / 32) + 0.001);
        Assert.InRange(histogram.Milliseconds(0.98), milliseconds, (milliseconds * 33 / 32) + 0.001);
        Assert.InRange(histogram.Milliseconds(0.99), milliseconds * 100, (milliseconds * 100 * 33 / 32) + 0.001);
    }

    [Fact]
    public void nothing_recorded_is_zero() => Assert.Equal(0, new LatencyHistogram().Milliseconds(0.99));

    [Fact]
    public void adding_keeps_every_record()
    {
        var one = new LatencyHistogram();
        var other = new LatencyHistogram();
        one.Record(Ticks(1));
        other.Record(Ticks(100));
        one.Add(other);
        Assert.Equal(2, one.Count);
        Assert.True(one.Milliseconds(1) > 99);
    }

    private static long Ticks(double milliseconds) => (long)Math.Ceiling(milliseconds * Stopwatch.Frequency / 1000);
}
