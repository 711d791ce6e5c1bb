using OrleansIot.Devices;

namespace OrleansIot.Grains.Provisioning;

public sealed record CreatedDevice(Guid Id, DeviceCredentials Credentials);
