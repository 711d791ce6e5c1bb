namespace OrleansIot.Gateway.Devices;

internal sealed record DeviceWithCredentialsDocument(DeviceDocument? Device, CredentialsDocument? Credentials);
