using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Values;

namespace OrleansIot.Silo.Hosting;

/// <summary>The device that a new user tries first.</summary>
internal sealed record DemoDevice(Guid Id, string Token)
{
    private const string Name = "Demo Device";

    private static readonly Caller Host = new(Guid.Empty, Authority.TenantAdmin, null);

    /// <summary>The demo device of earlier starts; null when somebody deleted it or gave it other credentials.</summary>
    public static async Task<DemoDevice?> FindAsync(IGrainFactory grains)
    {
        var found = await grains.GetGrain<IDeviceRegistry>(0).FindByName(Host, Name);
        return found.Value is { } device ? await WithTokenAsync(grains, device.Id) : null;
    }

    /// <summary>Creates the demo device under the default profile.</summary>
    public static async Task<DemoDevice?> CreateAsync(IGrainFactory grains, IDeviceProfileStore profiles)
    {
        var profile = await profiles.FindDefaultAsync(CancellationToken.None);
        if (profile is null)
            return null;
        var fields = new DeviceFields(Name, "A device to try things with", profile.Id, null, null);
        var created = await grains.GetGrain<IDeviceRegistry>(0).Create(Host, fields, new(CredentialsType.AccessToken, null, null));
        return created.Value is { } device ? await WithTokenAsync(grains, device.Id) : null;
    }

    private static async Task<DemoDevice?> WithTokenAsync(IGrainFactory grains, Guid id)
    {
        var credentials = await grains.GetGrain<IDeviceGrain>(id).GetCredentials(Host);
        return credentials is { Outcome: Outcome.Done, Value: { Type: CredentialsType.AccessToken } found } ? new(id, found.CredentialsId) : null;
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => Id.ToString();
}
