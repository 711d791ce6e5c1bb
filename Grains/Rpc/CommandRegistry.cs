using Orleans.Concurrency;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

[StatelessWorker, Reentrant]
public sealed class CommandRegistry(ICommandStore store) : Grain, ICommandRegistry
{
    public Task<Guid?> FindDevice(Guid command) => store.FindDeviceAsync(command, CancellationToken.None);
}
