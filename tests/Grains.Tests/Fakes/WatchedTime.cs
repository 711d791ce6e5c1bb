using Microsoft.Extensions.Time.Testing;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Virtual time that tells when somebody has begun to wait for it, so that a test advances it neither too early nor too often.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly SemaphoreSlim _timers = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Release();
        return timer;
    }

    public async Task AdvanceOnceSomebodyWaitsAsync(TimeSpan delta)
    {
        Assert.True(await _timers.WaitAsync(TimeSpan.FromSeconds(30)), "nobody waits");
        Advance(delta);
    }
}
