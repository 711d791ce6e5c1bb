using OrleansIot.Devices;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Polls;

/// <summary>A poll of a device, in the name of its access token.</summary>
internal sealed class DevicePoll(PollKind kind, TimeSpan time, DeviceSession session, DeviceSessions sessions, CallPolicy calls) : ParkedRequest(kind, time)
{
    private DeviceSession _session = session;

    public override IDeviceGrain Device => _session.Grain;

    /// <summary>A token that was resolved too long ago is resolved once more; a poll that was parked before ends with its token.</summary>
    public override async Task<ParkAnswer> ParkAsync(Poll poll)
    {
        var answer = await _session.Grain.Park(_session.CredentialsVersion, poll);
        if (answer.Outcome != Outcome.Unauthorized || IsAccepted || await sessions.RenewAsync(_session, calls.Begin(), CancellationToken.None) is not { } renewed)
            return answer;
        _session = renewed;
        return await renewed.Grain.Park(renewed.CredentialsVersion, poll);
    }
}
