using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

internal sealed record RollOutDeviceDocument(EntityIdDocument Id, string Name, string State, long StateTime)
{
    public static RollOutDeviceDocument From(RollOutDevice device) => new(EntityIdDocument.Device(device.Id), device.Name, OtaStateNames.Of(device.State), device.StateTime);
}
