using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Silo.Hosting;

/// <summary>Where the silo listens for other silos and for gateways. 0 takes any free port, so that several embedded servers run side by side.</summary>
public sealed class OrleansPorts
{
    public const string Section = "Orleans";

    [Range(0, 65_535)]
    public int SiloPort { get; set; }

    [Range(0, 65_535)]
    public int GatewayPort { get; set; }

    /// <summary>Replaces each 0 by a port that is free now.</summary>
    public OrleansPorts Resolve()
    {
        using var silo = Listen();
        using var gateway = Listen();
        return new()
        {
            SiloPort = SiloPort > 0 ? SiloPort : ((IPEndPoint)silo.LocalEndpoint).Port,
            GatewayPort = GatewayPort > 0 ? GatewayPort : ((IPEndPoint)gateway.LocalEndpoint).Port,
        };
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
