using System.Globalization;
using System.Net;
using OrleansIot.Servers.Postgres;

namespace OrleansIot.Servers.Cluster;

/// <summary>A cluster as built: silos and gateways as processes of their own over a PostgreSQL database of its own.</summary>
public sealed class ClusterServers : IAsyncDisposable
{
    private readonly string _database;
    private readonly ClusterPlan _plan;
    private readonly PostgresServer? _owned;

    private ClusterServers(PostgresServer postgres, bool isOwned, string database, ClusterPlan plan)
    {
        (Postgres, _owned, _database, _plan) = (postgres, isOwned ? postgres : null, database, plan);
        Silos = [.. Enumerable.Range(1, plan.Silos).Select(Silo)];
        Gateways = [.. Enumerable.Range(1, plan.Gateways).Select(Gateway)];
    }

    public PostgresServer Postgres { get; }

    public string ConnectionString => _database;

    public IReadOnlyList<ClusterNode> Silos { get; }

    public IReadOnlyList<ClusterNode> Gateways { get; }

    public IEnumerable<ClusterNode> Nodes => Silos.Concat(Gateways);

    /// <summary>Those that serve all of HTTP: the gateways and, where they are co-hosted, the silos.</summary>
    public IEnumerable<ClusterNode> FrontDoors => _plan.CoHosted ? Nodes : Gateways;

    /// <summary>Makes the database and starts nothing yet.</summary>
    public static async Task<ClusterServers> PrepareAsync(ClusterPlan plan)
    {
        var postgres = plan.OwnPostgres ? await PostgresServer.StartAsync([.. plan.PostgresSettings]) : await PostgresServer.SharedAsync();
        return new ClusterServers(postgres, plan.OwnPostgres, await postgres.CreateDatabaseAsync(), plan);
    }

    /// <summary>Starts all of it at once and waits until all are ready.</summary>
    public static async Task<ClusterServers> StartAsync(ClusterPlan plan)
    {
        var cluster = await PrepareAsync(plan);
        try
        {
            foreach (var node in cluster.Nodes)
                node.Launch();
            await foreach (var ready in Task.WhenEach(cluster.Nodes.Select(node => node.ReadyAsync())))
                await ready;
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A management client that is logged in as the known administrator.</summary>
    /// <param name="through">Null: the first front door that runs.</param>
    public Task<ManagementApi> LoginAsync(ClusterNode? through = null) =>
        ManagementApi.LoginAsync((through ?? FrontDoors.First(node => node.IsRunning)).Address, EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);

    /// <summary>What all of them have written so far.</summary>
    public override string ToString() => string.Join("\n", Nodes);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
        if (_owned is not null)
            await _owned.DisposeAsync();
    }

    private ClusterNode Silo(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"silo-{number}");
        var (endPoint, environment) = Common(name);
        environment["Orleans__AdvertisedAddress"] = endPoint.Address.ToString();
        environment["Orleans__SiloPort"] = Port(Loopback.FreeEndPoint());
        environment["Orleans__GatewayPort"] = Port(Loopback.FreeEndPoint());
        environment["Orleans__SiloName"] = name;
        environment["Gateway__CoHosted"] = _plan.CoHosted ? "true" : "false";
        foreach (var (key, value) in EmbeddedServer.KnownAdmin)
            environment[key] = value;
        return new(name, all => _plan.Starter(Built.SiloExecutable, all), endPoint, environment);
    }

    private ClusterNode Gateway(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"gateway-{number}");
        var (endPoint, environment) = Common(name);
        return new(name, all => _plan.Starter(Built.GatewayExecutable, all), endPoint, environment);
    }

    private (IPEndPoint EndPoint, Dictionary<string, string?> Environment) Common(string node)
    {
        var endPoint = new IPEndPoint(_plan.AddressOf(node), Loopback.FreeEndPoint().Port);
        var environment = new Dictionary<string, string?>
        {
            ["Storage__Postgres"] = _database,
            ["ASPNETCORE_URLS"] = Loopback.Http(endPoint).ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = null,
            ["DOTNET_ENVIRONMENT"] = null,
            ["Drain__Delay"] = _plan.DrainDelay.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in _plan.Settings)
            environment[name] = value;
        return (endPoint, environment);
    }

    private static string Port(IPEndPoint endPoint) => endPoint.Port.ToString(CultureInfo.InvariantCulture);
}
