using OrleansIot.Grains.Accounts;

namespace OrleansIot.Grains.Tests.Accounts;

public sealed class LoginThrottleTests
{
    private const long Start = 1_700_000_000_000;
    private static readonly AccountOptions Options = new() { MaxLoginFailures = 3, LoginWindow = TimeSpan.FromSeconds(60) };

    [Fact]
    public void failures_below_the_limit_do_not_wait()
    {
        Assert.Equal(0, Failures(2).Wait(Start, Options));
    }

    [Fact]
    public void at_the_limit_the_rest_of_the_window_is_waited_for_in_whole_seconds()
    {
        var throttle = Failures(3);
        Assert.Equal(60, throttle.Wait(Start, Options));
        Assert.Equal(60, throttle.Wait(Start + 1, Options));
        Assert.Equal(1, throttle.Wait(Start + 59_999, Options));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Options));
    }

    [Fact]
    public void the_window_starts_with_the_first_failure_and_is_not_prolonged_by_later_ones()
    {
        var throttle = default(LoginThrottle).Failed(Start, Options).Failed(Start + 30_000, Options).Failed(Start + 59_000, Options);
        Assert.Equal(1, throttle.Wait(Start + 59_000, Options));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Options));
    }

    [Fact]
    public void after_the_window_failures_count_anew()
    {
        var throttle = Failures(3).Failed(Start + 60_000, Options);
        Assert.Equal(new LoginThrottle(1, Start + 60_000), throttle);
        Assert.Equal(0, throttle.Wait(Start + 60_000, Options));
    }

    private static LoginThrottle Failures(int count)
    {
        var throttle = default(LoginThrottle);
        for (var i = 0; i < count; i++)
            throttle = throttle.Failed(Start, Options);
        return throttle;
    }
}
