using System.Globalization;
using System.Net;
using Npgsql;
using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Chaos;

/// <summary>A whole cluster on this machine, the balancer as the project configures it in front of its gateways, and a fleet.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private ChaosCluster(ClusterServers servers, Haproxy balancer) => (Servers, Balancer) = (servers, balancer);

    public ClusterServers Servers { get; }

    public Haproxy Balancer { get; }

    public IReadOnlyList<FleetDevice> Fleet { get; private set; } = [];

    /// <summary>Where devices send.</summary>
    public IPEndPoint EndPoint => Balancer.EndPoint;

    /// <summary>Gateways that can be asked without the balancer.</summary>
    public IReadOnlyList<IPEndPoint> Gateways => [.. Servers.Gateways.Select(g => g.EndPoint)];

    public static ClusterPlan Plan(int silos = 3) => new(silos, Gateways: 2)
    {
        OwnPostgres = true,
        // HAProxy asks every half second and believes the second refusal.
        DrainDelay = 2_000,
        // It says when a poll came that it repeats.
        Settings = [("Proxies__Trusted", "127.0.0.1")],
    };

    /// <summary>A cluster whose last silo is at the other end of a cable.</summary>
    public static ClusterPlan PlanAcross(SeparateNetwork network, int silos = 3)
    {
        var plan = Plan(silos);
        var separate = string.Create(CultureInfo.InvariantCulture, $"silo-{silos}");
        return plan with
        {
            PostgresSettings = network.PostgresSettings,
            AddressOf = node => node == separate ? network.There : network.Here,
            Starter = (executable, environment) => environment.GetValueOrDefault("Orleans__SiloName") == separate
                ? network.Start(executable, new Dictionary<string, string?>(environment) { ["Storage__Postgres"] = Across(environment["Storage__Postgres"]!, network) })
                : plan.Starter(executable, environment),
        };
    }

    /// <summary>Three silos and two gateways, unless it is told otherwise.</summary>
    public static async Task<ChaosCluster> StartAsync(int devices, ClusterPlan? plan = null)
    {
        var servers = await ClusterServers.StartAsync(plan ?? Plan());
        try
        {
            var cluster = new ChaosCluster(servers, await Haproxy.StartAsync(servers.Gateways[0].EndPoint, servers.Gateways[1].EndPoint));
            using var api = await cluster.LoginAsync();
            cluster.Fleet = await OrleansIot.Servers.Fleet.CreateAsync(api, devices);
            return cluster;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>A management client that is logged in as the known administrator.</summary>
    public Task<ManagementApi> LoginAsync() => ManagementApi.LoginAsync(Loopback.Http(EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);

    /// <inheritdoc cref="ClusterNode.Deaths"/>
    public int DeathsAt(IPEndPoint gateway) => Servers.Gateways.Single(g => g.EndPoint.Equals(gateway)).Deaths;

    /// <summary>Asks the database itself, past the product.</summary>
    public async Task<T> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Servers.ConnectionString) { Pooling = false, CommandTimeout = 300 }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        return read(reader);
    }

    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Servers.DisposeAsync();
    }

    private static string Across(string connectionString, SeparateNetwork network) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = network.Here.ToString() }.ToString();
}
