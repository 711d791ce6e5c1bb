using OrleansIot.Devices;

namespace OrleansIot.Grains.Devices;

/// <summary>The registry row of a device.</summary>
/// <param name="Number">64-bit number that the device's rows carry; never leaves the silo.</param>
public sealed record DeviceRecord(long Number, DeviceInfo Info, DeviceCredentials Credentials);
