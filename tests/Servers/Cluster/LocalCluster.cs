using System.Globalization;
using System.Net;
using OrleansIot.Servers.Postgres;

namespace OrleansIot.Servers.Cluster;

/// <summary>The built product as a cluster on loopback: PostgreSQL, silos, gateways and a balancer, each a process of its own.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly List<ClusterNode> _nodes = [];
    private Balancer? _balancer;

    private LocalCluster(PostgresServer postgres, string connectionString) => (Postgres, ConnectionString) = (postgres, connectionString);

    public PostgresServer Postgres { get; }

    public string ConnectionString { get; }

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    public IEnumerable<ClusterNode> Silos => _nodes.Where(n => n.Kind == NodeKind.Silo);

    /// <summary>Those that serve HTTP.</summary>
    public IReadOnlyList<ClusterNode> Doors => _nodes.Exists(n => n.Kind == NodeKind.Gateway) ? [.. _nodes.Where(n => n.Kind == NodeKind.Gateway)] : _nodes;

    /// <summary>Where devices and people send: the balancer, or the first that serves HTTP.</summary>
    public IPEndPoint EndPoint => _balancer?.EndPoint ?? Doors[0].Http;

    public string BalancerLog => _balancer?.Log ?? "";

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<LocalCluster> StartAsync(ClusterShape shape)
    {
        var postgres = await PostgresServer.StartAsync([.. shape.PostgresSettings]);
        LocalCluster cluster;
        try
        {
            cluster = new LocalCluster(postgres, await postgres.CreateDatabaseAsync());
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }

        try
        {
            await cluster.StartNodesAsync(shape);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A management client that is logged in as the known administrator.</summary>
    public Task<ManagementApi> LoginAsync() => ManagementApi.LoginAsync(Loopback.Http(EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);

    /// <summary>How often the node that serves HTTP there has died.</summary>
    public int DeathsAt(IPEndPoint http) => _nodes.Single(n => n.Http.Equals(http)).Deaths;

    public async ValueTask DisposeAsync()
    {
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private async Task StartNodesAsync(ClusterShape shape)
    {
        for (var i = 1; i <= shape.Silos; i++)
            _nodes.Add(NewSilo(shape, i));
        for (var i = 1; i <= shape.Gateways; i++)
            _nodes.Add(NewNode(shape, Name("gateway", i), NodeKind.Gateway, Built.GatewayExecutable, 0, new Dictionary<string, string?>()));
        foreach (var node in _nodes)
            node.Start();
        await Task.WhenAll(_nodes.Select(n => n.ReadyAsync()));
        if (shape.IsBalanced)
            _balancer = await Balancer.StartAsync(Doors[0].Http, Doors[^1].Http);
    }

    private ClusterNode NewSilo(ClusterShape shape, int number)
    {
        var (silo, gateway) = (Loopback.FreeEndPoint().Port, Loopback.FreeEndPoint().Port);
        return NewNode(shape, Name("silo", number), NodeKind.Silo, Built.SiloExecutable, silo, new Dictionary<string, string?>
        {
            ["Gateway__CoHosted"] = shape.Gateways == 0 ? "true" : "false",
            ["Orleans__SiloName"] = Name("silo", number),
            ["Orleans__AdvertisedAddress"] = IPAddress.Loopback.ToString(),
            ["Orleans__SiloPort"] = silo.ToString(CultureInfo.InvariantCulture),
            ["Orleans__GatewayPort"] = gateway.ToString(CultureInfo.InvariantCulture),
        });
    }

    private ClusterNode NewNode(ClusterShape shape, string name, NodeKind kind, string executable, int siloPort, Dictionary<string, string?> own)
    {
        var environment = new Dictionary<string, string?>(EmbeddedServer.KnownAdmin)
        {
            ["Storage__Postgres"] = ConnectionString,
            ["ASPNETCORE_ENVIRONMENT"] = null,
            ["DOTNET_ENVIRONMENT"] = null,
            // The balancer notices within a second; where there is none, nobody has to.
            ["Drain__Delay"] = shape.IsBalanced ? "2000" : "0",
        };
        foreach (var (key, value) in own.Concat(shape.Environment))
            environment[key] = value;
        return new ClusterNode(name, kind, executable, Loopback.FreeEndPoint(), environment, shape.Launch is { } launch ? e => launch(kind, executable, e) : null)
        {
            SiloPort = siloPort,
        };
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
