using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using OrleansIot.Gateway.Observability;
using OrleansIot.Gateway.Polls;

namespace OrleansIot.Gateway.Hosting;

/// <summary>The Orleans client of a gateway: finds the silos in the membership table, and calls them.</summary>
internal static class ClusterClient
{
    private const int Connections = 2;
    private const int TimeoutSeconds = 5;

    /// <summary>
    /// How often the list of silos is read. A silo that hangs keeps its connections; only the table tells that the others have given it up, and a request waits
    /// for at most ten seconds.
    /// </summary>
    private static readonly TimeSpan ListRefresh = TimeSpan.FromSeconds(2);

    /// <summary>For calls without a time of their own.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static void UseClusterClient(this WebApplicationBuilder builder, Exports exports)
    {
        var storage = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new();
        var cluster = builder.Configuration.GetSection(OrleansOptions.Section).Get<OrleansOptions>() ?? new();
        if (!storage.IsCluster)
            throw new StartException("Storage:Postgres is not set: a gateway finds the silos of its cluster there. It is the connection string that the silos have.");
        builder.Services.AddSingleton(_ => MembershipDatabase(storage.Postgres!));
        builder.Services.AddSingleton<ConnectedSilos>();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            client.Configure<ClientMessagingOptions>(options => (options.ResponseTimeout, options.CancelRequestOnTimeout) = (ResponseTimeout, true));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = ListRefresh);
            client.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> options) => options.Configure<NpgsqlDataSource>((clustering, database) =>
                (clustering.Invariant, clustering.DataSource) = ("Npgsql", database)));
            client.UseConnectionRetryFilter<PatientConnection>();
            if (exports.Traces)
                client.AddActivityPropagation();
            client.AddGatewayCountChangedHandler(services => services.GetRequiredService<ConnectedSilos>().Take);
            client.AddGatewayCountChangedHandler(services => (_, change) =>
            {
                if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
                    services.GetRequiredService<PollLot>().DoubtSilos();
            });
        });
    }

    private static NpgsqlDataSource MembershipDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "orleansiot-gateway",
            MaxPoolSize = Connections,
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = settings.ApplicationName }.Build();
    }
}
