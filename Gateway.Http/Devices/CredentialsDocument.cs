using OrleansIot.Devices;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

/// <summary>A device's credentials as ThingsBoard's clients know them.</summary>
internal sealed record CredentialsDocument
{
    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? DeviceId { get; init; }

    public string? CredentialsType { get; init; }

    public string? CredentialsId { get; init; }

    public string? CredentialsValue { get; init; }

    public long? Version { get; init; }

    public static CredentialsDocument From(DeviceInfo device, DeviceCredentials credentials) => new()
    {
        Id = new(null, credentials.Id.ToString("D")),
        CreatedTime = device.CreatedTime,
        DeviceId = EntityIdDocument.Device(device.Id),
        CredentialsType = CredentialsTypes.Name(credentials.Type),
        CredentialsId = credentials.CredentialsId,
        CredentialsValue = credentials.CredentialsValue,
        Version = credentials.Version,
    };

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"credentials {CredentialsType}";
}
