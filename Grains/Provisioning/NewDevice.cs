using OrleansIot.Attributes;
using OrleansIot.Devices;

namespace OrleansIot.Grains.Provisioning;

/// <summary>A device to be created.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="Attributes">What it starts with; their versions are 1, 2 and so on.</param>
public sealed record NewDevice(Guid Id, long CreatedTime, DeviceFields Fields, NewCredentials Credentials, AttributeEntry[] Attributes);
