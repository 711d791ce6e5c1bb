using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Provisioning;

/// <summary>What becomes of requests that meet.</summary>
public sealed class DeviceProvisionerTests : IProvisioningStore
{
    private static readonly Guid Prepared = Guid.NewGuid();
    private readonly Dictionary<string, ProvisioningProfile> _profiles = new()
    {
        ["new"] = new(Guid.NewGuid(), ProvisionType.AllowCreateNewDevices, "s", false),
        ["again"] = new(Guid.NewGuid(), ProvisionType.AllowCreateNewDevices, "s", true),
        ["once"] = new(Guid.NewGuid(), ProvisionType.CheckPreProvisionedDevices, "s", false),
        ["often"] = new(Guid.NewGuid(), ProvisionType.CheckPreProvisionedDevices, "s", true),
        ["off"] = new(Guid.NewGuid(), ProvisionType.Disabled, "s", false),
        ["chain"] = new(Guid.NewGuid(), ProvisionType.X509CertificateChain, "s", false),
    };
    private readonly DeviceProvisioner _provisioner;
    private readonly TaskCompletionSource _turn = new();
    private readonly List<int> _batches = [];
    private int _lookUps;

    public DeviceProvisionerTests() => _provisioner = new(this);

    [Fact]
    public async Task each_of_many_requests_gets_the_answer_that_it_would_get_alone()
    {
        (string Key, string? Name, string Secret, ProvisionEnd End)[] cases =
        [
            ("new", "a", "s", ProvisionEnd.Success), ("new", "a", "wrong", ProvisionEnd.WrongSecret), ("none", "a", "s", ProvisionEnd.WrongSecret),
            ("new", "taken", "s", ProvisionEnd.Failure), ("new", "", "s", ProvisionEnd.Failure), ("new", null, "s", ProvisionEnd.Success),
            ("again", "taken", "s", ProvisionEnd.AskDevice), ("again", "token taken", "s", ProvisionEnd.Failure), ("again", "b", "s", ProvisionEnd.Success),
            ("once", "taken", "s", ProvisionEnd.AskDevice), ("once", "a", "s", ProvisionEnd.Failure), ("once", null, "s", ProvisionEnd.Failure),
            ("often", "taken", "s", ProvisionEnd.AskDevice), ("off", "a", "s", ProvisionEnd.Disabled), ("chain", "a", "s", ProvisionEnd.Failure),
        ];
        var requests = Array.ConvertAll(cases, c => Request(c.Key, c.Name, c.Secret));
        // The first one goes alone; the others meet.
        var ahead = _provisioner.ProvisionAll([Request("new", "ahead", "s")]);
        var met = _provisioner.ProvisionAll(requests);
        _turn.SetResult();
        var answers = await met;
        Assert.Equal(ProvisionEnd.Success, Assert.Single(await ahead).End);

        Assert.Equal(cases.Select(c => c.End), answers.Select(a => a.End));
        Assert.Equal([requests[0].Attempt, requests[5].Attempt, requests[8].Attempt], answers.Where(a => a.End == ProvisionEnd.Success).Select(a => a.Device));
        Assert.Equal(
            [(Prepared, _profiles["again"].Id, CollectRule.OnlyAgain), (Prepared, _profiles["once"].Id, CollectRule.Once), (Prepared, _profiles["often"].Id, CollectRule.Repeatedly)],
            answers.Where(a => a.End == ProvisionEnd.AskDevice).Select(a => (a.Device, a.Profile, a.Rule)));
        Assert.All(answers.Where(a => a.End != ProvisionEnd.Success), a => Assert.Null(a.Credentials));
        Assert.Equal([1, 6], _batches);
        Assert.Equal(1, _lookUps);
    }

    async Task<ProvisioningProfile?[]> IProvisioningStore.FindProfilesAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await _turn.Task;
        return [.. keys.Select(key => _profiles.GetValueOrDefault(key))];
    }

    Task<Guid?[]> IProvisioningStore.FindDevicesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        _lookUps++;
        return Task.FromResult(names.Select(name => name == "taken" ? Prepared : (Guid?)null).ToArray());
    }

    Task<Answer<CreatedDevice>[]> IProvisioningStore.CreateAsync(IReadOnlyList<NewDevice> devices, ImportStep? step, CancellationToken cancellation)
    {
        _batches.Add(devices.Count);
        return Task.FromResult(devices.Select(Create).ToArray());
    }

    Task<ImportProgress?> IProvisioningStore.LoadImportAsync(Guid import, CancellationToken cancellation) => throw new NotSupportedException();

    private static Answer<CreatedDevice> Create(NewDevice device) => device.Fields.Name.Contains("taken", StringComparison.Ordinal)
        ? new Refusal(Outcome.Conflict, "taken")
        : new CreatedDevice(device.Id, new(Guid.NewGuid(), CredentialsType.AccessToken, "t", null, 1));

    private static ProvisionRequest Request(string key, string? name, string secret) =>
        new(Guid.NewGuid(), key, secret, name, new(CredentialsType.AccessToken, null, null), false, 0);
}
