namespace OrleansIot.Silo.Tests.Membership;

/// <summary>Time goes on as ever, but for the jumps: so it looks to a process that was stopped.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _jumped;

    public override long GetTimestamp() => base.GetTimestamp() + (Volatile.Read(ref _jumped) * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _jumped));

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
