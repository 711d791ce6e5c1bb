using Microsoft.Extensions.Time.Testing;
using OrleansIot.Gateway.Http;
using Xunit;

namespace OrleansIot.Gateway.Tests.Http;

public sealed class FailureCounterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void the_window_begins_with_the_first_failure_and_forgives_all_of_them_when_it_is_over()
    {
        var counter = new FailureCounter(2, TimeSpan.FromSeconds(10), _time);
        Assert.Equal(0, counter.Wait("a"));
        Assert.Equal(1, counter.Failed("a"));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, counter.Wait("a"));
        Assert.Equal(2, counter.Failed("a"));
        Assert.Equal((6, 0), (counter.Wait("a"), counter.Wait("b")));
        _time.Advance(TimeSpan.FromSeconds(5.5));
        Assert.Equal(1, counter.Wait("a"));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(0, counter.Wait("a"));
        Assert.Equal(1, counter.Failed("a"));
        Assert.Equal(0, counter.Wait("a"));
    }
}
