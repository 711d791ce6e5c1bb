using OrleansIot.Grains.Membership;

namespace OrleansIot.Silo.Membership;

/// <summary>
/// Beats while the process runs. A beat that comes late says that the process stood still; the pulse is steady again when the membership table has said that the
/// others have not given the silo up. The limit is shorter than the others take to give a silo up that hangs.
/// </summary>
internal sealed partial class SiloPulse(IMembershipTable membership, ILocalSiloDetails self, TimeProvider time, ILogger<SiloPulse> log)
    : ISiloPulse, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private long _last;
    private DateTimeOffset _lastWall;
    private Task _beating = Task.CompletedTask;

    public bool IsSteady => time.GetElapsedTime(Volatile.Read(ref _last)) < Limit;

    /// <summary>From before the silo joins until after its grains have gone.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloPulse), ServiceLifecycleStage.RuntimeServices, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellation)
    {
        Beat(time.GetTimestamp());
        _beating = Task.Run(BeatAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _beating;
    }

    private async Task BeatAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var now = time.GetTimestamp();
            // The wall clock also runs while a whole machine is stopped and moved.
            var isLate = time.GetElapsedTime(_last, now) >= Limit || time.GetUtcNow() - _lastWall >= Limit;
            if (!isLate || await IsMemberAsync())
                Beat(now);
            await Task.Delay(Interval, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Beat(long now)
    {
        Volatile.Write(ref _last, now);
        _lastWall = time.GetUtcNow();
    }

    private async Task<bool> IsMemberAsync()
    {
        try
        {
            var row = await membership.ReadRowAsync(self.SiloAddress, _stopping.Token);
            var status = row.Members is [var (entry, _)] ? entry.Status : SiloStatus.Dead;
            LogStoodStill(status);
            return status != SiloStatus.Dead;
        }
        catch (Exception exception)
        {
            LogCannotLook(exception.Message);
            return false;
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "This silo stood still for a while; the others count it as {Status}")]
    private partial void LogStoodStill(SiloStatus status);

    [LoggerMessage(3004, LogLevel.Warning, "This silo stood still for a while and cannot see whether the others still count on it: {Reason}")]
    private partial void LogCannotLook(string reason);
}
