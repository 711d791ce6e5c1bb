using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Devices of the cluster and the chain they all have.</summary>
internal sealed class RuleDevices(DeviceClusterFixture cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Caller Admin { get; } = new(Guid.NewGuid(), Authority.TenantAdmin, null);

    public IRuleChainRegistry Registry => cluster.Grains.GetGrain<IRuleChainRegistry>(0);

    /// <summary>Makes it the chain of all devices, in force on all silos.</summary>
    public async Task<ChainBuilder> UseAsync(ChainBuilder chain)
    {
        cluster.Rules.Put(chain.Build());
        cluster.Rules.Root = chain.Id;
        await RuleSilos.RefreshAsync(cluster.Grains);
        return chain;
    }

    public async Task<(IDeviceGrain Device, TokenOwner Owner)> CreateAsync()
    {
        var token = Guid.NewGuid().ToString("N");
        var fields = new DeviceFields("device-" + token, null, Guid.NewGuid(), null, null);
        var created = await cluster.Grains.GetGrain<IDeviceRegistry>(0).Create(Admin, Guid.CreateVersion7(), fields, new(CredentialsType.AccessToken, token, null));
        var owner = await cluster.Grains.GetGrain<ITokenResolver>(0).Resolve(token);
        return (cluster.Grains.GetGrain<IDeviceGrain>(created.Value!.Id), owner!);
    }

    /// <summary>The messages of the device that entered the chain or the node, once there are so many.</summary>
    public async Task<RuleDebugEvent[]> SeenAsync(Guid entity, int count, Guid device)
    {
        RuleDebugEvent[] seen = [];
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience && seen.Length < count;)
            seen = [.. (await Registry.ReadDebug(Admin, entity)).Value!.Where(e => e.Originator == device && e.IsInput).Reverse()];
        Assert.True(count == seen.Length, string.Join(", ", seen.Select(e => e.MessageType)));
        return seen;
    }
}
