using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

internal static class ClusterExtensions
{
    /// <summary>A small fleet and the load it makes through the front doors.</summary>
    public static async Task<(FleetDevice[] Fleet, Balancer Balancer, DeviceLoad Load)> LoadAsync(this ClusterServers cluster, int devices = 12)
    {
        using var api = await cluster.LoginAsync();
        var fleet = await Fleet.CreateAsync(api, devices);
        var balancer = new Balancer(cluster.FrontDoors);
        return (fleet, balancer, new DeviceLoad(fleet, balancer));
    }

    /// <summary>Nothing failed, or it says what did, with what the processes wrote.</summary>
    public static void AssertNoFailure(this ClusterServers cluster, DeviceLoad load) =>
        Assert.True(load.Refused.IsEmpty && load.Lost.IsEmpty, $"{load.Refused.Count} refused, {load.Lost.Count} lost:\n{string.Join('\n', load.Refused.Concat(load.Lost).Take(10))}\n{cluster}");
}
