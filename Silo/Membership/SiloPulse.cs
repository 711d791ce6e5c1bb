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
    private bool _isBeating;
    private DateTimeOffset _lastWall;
    private Task _beating = Task.CompletedTask;

    /// <summary>What was logged of the pause that lasts; None: that the table cannot be read.</summary>
    private SiloStatus? _told;

    /// <summary>A silo that has not joined yet has nothing that could be old.</summary>
    public bool IsSteady => !Volatile.Read(ref _isBeating) || time.GetElapsedTime(Volatile.Read(ref _last)) < Limit;

    /// <summary>From when the silo joins until after its grains have gone.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloPulse), ServiceLifecycleStage.BecomeActive, StartAsync);
        lifecycle.Subscribe(nameof(SiloPulse), ServiceLifecycleStage.RuntimeServices, _ => Task.CompletedTask, StopAsync);
    }

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellation)
    {
        Beat(time.GetTimestamp());
        Volatile.Write(ref _isBeating, true);
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
        _told = null;
    }

    private async Task<bool> IsMemberAsync()
    {
        try
        {
            var row = await membership.ReadRowAsync(self.SiloAddress, _stopping.Token);
            var status = row.Members is [var (entry, _)] ? entry.Status : SiloStatus.Dead;
            if (_told != status)
                LogStoodStill(status);
            _told = status;
            return status != SiloStatus.Dead;
        }
        catch (Exception exception)
        {
            if (_told != SiloStatus.None)
                LogCannotLook(exception.Message);
            _told = SiloStatus.None;
            return false;
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "This silo stood still for a while; the others count it as {Status}")]
    private partial void LogStoodStill(SiloStatus status);

    [LoggerMessage(3004, LogLevel.Warning, "This silo stood still for a while and cannot see whether the others still count on it: {Reason}")]
    private partial void LogCannotLook(string reason);
}
