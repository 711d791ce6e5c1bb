using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Rpc;

/// <summary>Asks for sweeps over the commands as long as this silo serves. All silos ask; the one sweeper knows when there was one.</summary>
internal sealed partial class SweepClock(IGrainFactory grains, TimeProvider time, ILogger<SweepClock> log) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => RepeatedWork.Join(lifecycle, CommandSweeper.Interval, time, SweepAsync, LogUnreachable);

    private Task SweepAsync(CancellationToken cancellation) => grains.GetGrain<ICommandSweeper>(0).Sweep().WaitAsync(cancellation);

    [LoggerMessage(1202, LogLevel.Debug, "The sweeper of commands could not be reached; it is asked again")]
    private partial void LogUnreachable(Exception exception);
}
