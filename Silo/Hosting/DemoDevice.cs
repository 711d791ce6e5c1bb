using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Devices;

namespace OrleansIot.Silo.Hosting;

/// <summary>The device that a new user tries first.</summary>
internal sealed record DemoDevice(Guid Id, string Token)
{
    private const string Name = "Demo Device";

    private static readonly Caller Host = new(Guid.Empty, Authority.TenantAdmin, null);

    /// <summary>The demo device of earlier starts; null when somebody deleted it or gave it other credentials.</summary>
    public static async Task<DemoDevice?> FindAsync(IDeviceStore devices)
    {
        if (await devices.FindByNameAsync(Name, CancellationToken.None) is not { } found)
            return null;
        var record = await devices.LoadRecordAsync(found.Id, CancellationToken.None);
        return record is { Credentials: { Type: CredentialsType.AccessToken } credentials } ? new(found.Id, credentials.CredentialsId) : null;
    }

    /// <summary>Creates the demo device under the default profile.</summary>
    public static async Task<DemoDevice?> CreateAsync(IGrainFactory grains, IDeviceProfileStore profiles)
    {
        var profile = await profiles.FindDefaultAsync(CancellationToken.None);
        if (profile is null)
            return null;
        var fields = new DeviceFields(Name, "A device to try things with", profile.Id, null, null);
        var created = await grains.GetGrain<IDeviceRegistry>(0).Create(Host, Guid.NewGuid(), fields, new(CredentialsType.AccessToken, null, null));
        if (created.Value is not { } device)
            return null;
        var credentials = await grains.GetGrain<IDeviceGrain>(device.Id).GetCredentials(Host);
        return credentials.Value is { } found ? new(device.Id, found.CredentialsId) : null;
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => Id.ToString();
}
