using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Devices;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Devices as a grain finds them when it starts.</summary>
internal static class Snapshots
{
    public static DeviceSnapshot Of(long number, DeviceState state, AttributeEntry[]? attributes = null, AttributeDeletion[]? tombstones = null) => new(
        new(
            number,
            new(Guid.NewGuid(), 0, new("device", null, Guid.Empty, null, null), 1, "default", null),
            new(Guid.NewGuid(), CredentialsType.AccessToken, "token", null, 1)),
        state,
        attributes ?? [],
        tombstones ?? [],
        []);
}
