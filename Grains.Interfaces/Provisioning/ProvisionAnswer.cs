using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Provisioning;

/// <param name="Device">Set on success, like the credentials, and where the device is to be asked.</param>
/// <param name="Profile">The profile whose secret was right, where the device is to be asked.</param>
/// <param name="Rule">What the profile allows, likewise.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ProvisionAnswer")]
public sealed record ProvisionAnswer(
    [property: Id(0)] ProvisionEnd End,
    [property: Id(1)] Guid Device = default,
    [property: Id(2)] string? Name = null,
    [property: Id(3)] DeviceCredentials? Credentials = null,
    [property: Id(4)] Guid Profile = default,
    [property: Id(5)] CollectRule Rule = default)
    : IAnswer
{
    Outcome IAnswer.Outcome => End == ProvisionEnd.Superseded ? Outcome.Superseded : Outcome.Done;

    public static readonly ProvisionAnswer Failure = new(ProvisionEnd.Failure);
    public static readonly ProvisionAnswer Busy = new(ProvisionEnd.Busy);
}
