using Orleans.Configuration;
using OrleansIot.Gateway.Hosting;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Hosting;

/// <summary>Makes a silo one of many.</summary>
internal static class ClusterHosting
{
    /// <summary>A killed silo is noticed after two missed probes, about 1 s; one that hangs, whose connections live on, after two of the longest probes.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(2);
    private const int MissedProbes = 2;

    /// <summary>Gossip is faster; the table is for whom gossip missed, and for who was suspended.</summary>
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(10);

    /// <summary>A row not refreshed three times is one of a silo that is gone. Silos that start after all others were lost wait for that.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    public static ISiloBuilder UseCluster(this ISiloBuilder silo, OrleansOptions options, IConfiguration environment)
    {
        var endpoints = SiloEndpoints.InCluster(options, environment["POD_IP"]);
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.Configure<SiloOptions>(o => o.SiloName = options.SiloName ?? environment["POD_NAME"] ?? $"{Environment.MachineName}-{endpoints.SiloPort}");
        silo.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = endpoints.Advertised;
            o.SiloPort = endpoints.SiloPort;
            o.GatewayPort = endpoints.GatewayPort;
            o.SiloListeningEndpoint = new(endpoints.Listening, endpoints.SiloPort);
            o.GatewayListeningEndpoint = new(endpoints.Listening, endpoints.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = Probe;
            o.MaxProbeTimeout = LongestProbe;
            o.NumMissedProbesLimit = MissedProbes;
            o.TableRefreshTimeout = TableRefresh;
            o.IAmAliveTablePublishTimeout = SignOfLife;
        });
        return silo.UsePostgresClustering().UseCallTimes();
    }
}
