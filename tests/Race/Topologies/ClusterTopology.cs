using System.Net;
using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Race;

/// <summary>One silo over PostgreSQL, which serves HTTP itself or has a gateway process in front. Nothing stands between the load and who serves it.</summary>
internal sealed class ClusterTopology(string title, int gateways) : Topology(title)
{
    private ClusterServers? _cluster;

    public override IPEndPoint EndPoint => _cluster!.FrontDoors.First().EndPoint;

    public override async Task StartAsync(ServerSet servers)
    {
        _cluster = await ClusterServers.StartAsync(new(Silos: 1, gateways)
        {
            CoHosted = gateways == 0,
            OwnPostgres = true,
            PostgresSettings = ServerSet.PostgresSettings,
            Starter = (executable, environment) => servers.Add(probe => ServerProcess.Start(executable, [], new Dictionary<string, string?>(environment.Concat(probe)))),
        });
        servers.Include(_cluster.Postgres);
    }

    public override ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
