using Microsoft.Extensions.Options;
using OrleansIot.Grains.Retention;
using OrleansIot.Retention;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Retention;

/// <summary>Wakes the retention now and then. Every silo does: one of them is always there.</summary>
internal sealed partial class RetentionClock(IGrainFactory grains, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionClock> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    public void Participate(ISiloLifecycle lifecycle)
    {
        var interval = options.Value.Interval < LongestInterval ? options.Value.Interval : LongestInterval;
        RepeatedWork.Join(lifecycle, interval, time, _ => grains.GetGrain<IRetentionGrain>(0).Wake(), exception => LogFailed(exception));
    }

    [LoggerMessage(EventId = 5207, Level = LogLevel.Warning, Message = "The retention could not be woken")]
    private partial void LogFailed(Exception exception);
}
