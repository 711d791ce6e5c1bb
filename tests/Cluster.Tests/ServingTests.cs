using System.Net;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>A cluster as its users meet it.</summary>
public sealed class ServingTests
{
    [Fact]
    public async Task what_one_gateway_takes_the_other_shows()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 2));
        using var api = await cluster.LoginAsync(cluster.Gateways[0]);
        for (var n = 0; n < 8; n++)
        {
            var device = await api.CreateDeviceAsync($"device-{n}", $"TokenOfDevice{n}");
            Assert.Equal(HttpStatusCode.OK, await DeviceClient.PostAsync(cluster.Gateways[n % 2], device.Token, "{\"n\":" + n + "}"));
            using var other = await cluster.LoginAsync(cluster.Gateways[1 - (n % 2)]);
            using var latest = await other.ReadLatestAsync(device.Id, "n");
            Assert.Equal(n, latest.RootElement.GetProperty("n")[0].GetProperty("value").GetInt32());
        }
    }
}
