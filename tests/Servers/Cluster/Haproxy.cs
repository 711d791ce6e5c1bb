using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Servers.Cluster;

/// <summary>HAProxy with the project's own configuration, in front of two servers.</summary>
public sealed class Haproxy : IAsyncDisposable
{
    private const string Program = "haproxy";
    private const int MostConnections = 4_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ServerProcess _process;
    private readonly TempFolder _folder;

    private Haproxy(ServerProcess process, TempFolder folder, IPEndPoint endPoint) => (_process, _folder, EndPoint) = (process, folder, endPoint);

    public IPEndPoint EndPoint { get; }

    /// <summary>What it had to say: servers that came and went.</summary>
    public string Log => _process.Output + _process.Errors;

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<Haproxy> StartAsync(IPEndPoint first, IPEndPoint second)
    {
        var (folder, endPoint) = (new TempFolder(), Loopback.FreeEndPoint());
        var environment = new Dictionary<string, string?>
        {
            ["BALANCER_BIND"] = endPoint.ToString(),
            ["BALANCER_SOCKET"] = $"unix@{Path.Combine(folder.Path, "socket")}",
            ["BALANCER_MAXCONN"] = MostConnections.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_1"] = first.ToString(),
            ["GATEWAY_2"] = second.ToString(),
        };
        var haproxy = new Haproxy(ServerProcess.Start(Program, ["-db", "-f", Built.BalancerConfiguration], environment), folder, endPoint);
        try
        {
            await haproxy.ReadyAsync();
            return haproxy;
        }
        catch
        {
            await haproxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ReadyAsync()
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!await TakesConnectionsAsync(guard.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"HAProxy ended.\n{Log}");
            await Task.Delay(Pause, TimeProvider.System, guard.Token);
        }
    }

    private async Task<bool> TakesConnectionsAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(EndPoint, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
