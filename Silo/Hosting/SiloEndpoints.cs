using System.Net;
using System.Net.Sockets;
using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Silo.Hosting;

/// <summary>Where the others find this silo. It listens on loopback where it is found there, else on all addresses.</summary>
internal sealed record SiloEndpoints(IPAddress Advertised, int SiloPort, int GatewayPort)
{
    private const int ClusterSiloPort = 11_111;
    private const int ClusterGatewayPort = 30_000;

    public IPAddress Listening => IPAddress.IsLoopback(Advertised) ? Advertised : IPAddress.Any;

    /// <summary>On loopback and, where none are configured, on free ports, so that several embedded servers run side by side.</summary>
    public static SiloEndpoints OnLoopback(OrleansOptions options) => WithPorts(IPAddress.Loopback, options.SiloPort ?? 0, options.GatewayPort ?? 0);

    /// <param name="podAddress">POD_IP; null outside of Kubernetes.</param>
    public static SiloEndpoints InCluster(OrleansOptions options, string? podAddress) => WithPorts(
        Resolve(options.AdvertisedAddress ?? podAddress), options.SiloPort ?? ClusterSiloPort, options.GatewayPort ?? ClusterGatewayPort);

    private static IPAddress Resolve(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return IPAddress.Loopback;
        if (IPAddress.TryParse(name, out var address))
            return address;
        try
        {
            return Dns.GetHostAddresses(name, AddressFamily.InterNetwork)[0];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new StartException($"Orleans:AdvertisedAddress is '{name}', which cannot be resolved; allowed is an IP address or a host name of this machine.");
        }
    }

    /// <summary>Replaces each 0 by a port that is free now.</summary>
    private static SiloEndpoints WithPorts(IPAddress address, int siloPort, int gatewayPort)
    {
        using var silo = Listen();
        using var gateway = Listen();
        return new(address, siloPort > 0 ? siloPort : Port(silo), gatewayPort > 0 ? gatewayPort : Port(gateway));
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
