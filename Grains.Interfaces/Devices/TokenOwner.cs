namespace OrleansIot.Devices;

/// <summary>The device that an access token belongs to, and the version of its credentials when it was looked up.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.TokenOwner")]
public sealed record TokenOwner([property: Id(0)] Guid DeviceId, [property: Id(1)] long CredentialsVersion);
