using OrleansIot.Grains.Claiming;

namespace OrleansIot.Grains.Tests.Claiming;

public sealed class GuessThrottleTests
{
    private const long Start = 1_700_000_000_000;
    private static readonly ClaimingOptions Options = new() { MaxGuesses = 3, GuessWindow = TimeSpan.FromSeconds(60) };

    [Fact]
    public void guesses_below_the_limit_do_not_wait() => Assert.Equal(0, Guesses(2).Wait(Start, Options));

    [Fact]
    public void at_the_limit_the_rest_of_the_window_is_waited_for_in_whole_seconds()
    {
        var throttle = Guesses(3);
        Assert.Equal(60, throttle.Wait(Start, Options));
        Assert.Equal(60, throttle.Wait(Start + 1, Options));
        Assert.Equal(1, throttle.Wait(Start + 59_999, Options));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Options));
    }

    [Fact]
    public void the_window_starts_with_the_first_guess_and_is_not_prolonged_by_later_ones()
    {
        var throttle = default(GuessThrottle).Guessed(Start, Options).Guessed(Start + 30_000, Options).Guessed(Start + 59_000, Options);
        Assert.Equal(1, throttle.Wait(Start + 59_000, Options));
        Assert.Equal(0, throttle.Wait(Start + 60_000, Options));
    }

    [Fact]
    public void after_the_window_guesses_count_anew() =>
        Assert.Equal(new GuessThrottle(1, Start + 60_000), Guesses(3).Guessed(Start + 60_000, Options));

    private static GuessThrottle Guesses(int count)
    {
        var throttle = default(GuessThrottle);
        for (var i = 0; i < count; i++)
            throttle = throttle.Guessed(Start, Options);
        return throttle;
    }
}
