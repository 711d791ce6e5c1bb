using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Ota;
using OrleansIot.Silo.Tests.Accounts;
using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

/// <summary>What every database adapter promises about claiming, provisioning, firmware and roll-outs, written against the ports.</summary>
public abstract partial class LifecycleContract : StoreContract
{
    private protected const long MaxDevices = 40;
    private const long Writer = 71;

    private static readonly Guid Profile = Guid.NewGuid();
    private static readonly Guid OtherProfile = Guid.NewGuid();
    private static readonly Guid Customer = Guid.NewGuid();

    private int _made;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Storage.AddProfileAsync(Profile, "meter");
        await Storage.AddProfileAsync(OtherProfile, "lamp");
        await Storage.AddCustomerAsync(Customer, "Acme");
    }

    private async Task<DeviceRecord> DeviceAsync(Guid? profile = null)
    {
        var fields = new DeviceFields($"device {++_made:D3}", null, profile ?? Profile, null, null);
        return Done(await Storage.Devices.CreateAsync(Guid.NewGuid(), _made, fields, new(CredentialsType.AccessToken, null, null), Cancellation));
    }

    private async Task<DeviceSnapshot> LoadAsync(DeviceRecord device) => (await Storage.Devices.LoadAsync(device.Info.Id, Cancellation))!;

    private async Task<ChangeResult[]> CommitAsync(params Change[] batch)
    {
        var results = new ChangeResult[batch.Length];
        await Storage.Commits.CommitAsync(batch, results, Cancellation);
        return results;
    }

    private static AttributesChange Attributes(long device, long @base, string key, long value) =>
        new(device, Writer, @base, [new(AttributeScope.Server, key, TypedValue.Long(value), 1, @base + 1)], []);

    private static AttributesChange Deletion(long device, long @base, AttributeScope scope, string key) =>
        new(device, Writer, @base, [], [new AttributeDeletion(scope, key, 1, @base + 1)]);

    private async Task<OtaPackageInfo> PackageAsync(Guid? profile = null, OtaPackageType type = OtaPackageType.Firmware, string? url = "http://example.org/a.bin")
    {
        var fields = new OtaPackageFields(profile ?? Profile, type, "fw", $"{++_made}.0", null, url, null);
        return Done(await Storage.Packages.CreateAsync(Guid.NewGuid(), _made, fields, Cancellation));
    }

    private static T Done<T>(Answer<T> answer)
    {
        Assert.Equal((Outcome.Done, null), (answer.Outcome, answer.Reason));
        return answer.Value!;
    }
}
