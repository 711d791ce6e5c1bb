using Microsoft.Extensions.Time.Testing;

namespace OrleansIot.Gateway.Tests.Calls;

/// <summary>Virtual time that runs on to the next timer as soon as somebody waits for one.</summary>
internal sealed class RushingTime : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
