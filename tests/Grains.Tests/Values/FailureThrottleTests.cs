using OrleansIot.Grains.Values;

namespace OrleansIot.Grains.Tests.Values;

public sealed class FailureThrottleTests
{
    private const long Start = 1_700_000_000_000;
    private const int Max = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    [Fact]
    public void failures_below_the_limit_do_not_wait()
    {
        Assert.Equal(0, Failures(2).Wait(Start, Max, Window));
    }

    [Fact]
    public void at_the_limit_the_rest_of_the_window_is_waited_for_in_whole_seconds()
    {
        var throttle = Failures(3);
        Assert.Equal(60, throttle.Wait(Start, Max, Window));
        Assert.Equal(60, throttle.Wait(Start + 1, Max, Window));
        Assert.Equal(1, throttle.Wait(Start + 59_999, Max, Window));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Max, Window));
    }

    [Fact]
    public void the_window_starts_with_the_first_failure_and_is_not_prolonged_by_later_ones()
    {
        var throttle = default(FailureThrottle).Failed(Start, Window).Failed(Start + 30_000, Window).Failed(Start + 59_000, Window);
        Assert.Equal(1, throttle.Wait(Start + 59_000, Max, Window));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Max, Window));
    }

    [Fact]
    public void after_the_window_failures_count_anew()
    {
        var throttle = Failures(3).Failed(Start + 60_000, Window);
        Assert.Equal(new FailureThrottle(1, Start + 60_000), throttle);
        Assert.Equal(0, throttle.Wait(Start + 60_000, Max, Window));
    }

    private static FailureThrottle Failures(int count)
    {
        var throttle = default(FailureThrottle);
        for (var i = 0; i < count; i++)
            throttle = throttle.Failed(Start, Window);
        return throttle;
    }
}
