using OrleansIot.Devices;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Rpc;

/// <summary>A caller of the management API that waits for the end of its command: parked like a poll of the device, so that it outlives the silo it is parked on.</summary>
internal sealed class CallerWait(IDeviceGrain device, Guid command, TimeSpan time) : ParkedRequest(PollKind.Reply, time)
{
    public override IDeviceGrain Device => device;

    public override Task<ParkAnswer> ParkAsync(Poll poll) => device.Park(0, poll with { Command = command });
}
