using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Servers;

/// <summary>Addresses on this machine.</summary>
public static class Loopback
{
    /// <summary>A port that nobody has right now.</summary>
    public static IPEndPoint FreeEndPoint()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    public static Uri Http(IPEndPoint endPoint) => new($"http://{endPoint}");
}
