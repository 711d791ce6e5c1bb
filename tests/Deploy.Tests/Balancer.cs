using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>HAProxy with our configuration in front of two gateways.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly TempFolder _folder;

    private Balancer(ServerProcess process, TempFolder folder, IPEndPoint endPoint) => (_process, _folder, EndPoint) = (process, folder, endPoint);

    public IPEndPoint EndPoint { get; }

    public static async Task<Balancer> StartAsync(IPEndPoint first, IPEndPoint second)
    {
        var (folder, endPoint) = (new TempFolder(), Loopback.FreeEndPoint());
        var process = ServerProcess.Start(Tool.Find("haproxy"), ["-db", "-f", BalancerConfiguration.FullPath], new Dictionary<string, string?>
        {
            ["BALANCER_BIND"] = endPoint.ToString(),
            ["BALANCER_SOCKET"] = Path.Combine(folder.Path, "s"),
            ["BALANCER_MAXCONN"] = "100",
            ["GATEWAY_1"] = first.ToString(),
            ["GATEWAY_2"] = second.ToString(),
        });
        var balancer = new Balancer(process, folder, endPoint);
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (true)
        {
            try
            {
                (await balancer.ConnectAsync()).Dispose();
                return balancer;
            }
            catch (SocketException) when (!process.HasExited && !guard.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(EndPoint);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads one piece of the answer: all of it where it is short.</summary>
    public static async Task<string> AskAsync(TcpClient client, string request)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return await ReadAsync(client.GetStream());
    }

    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        var buffer = new byte[65_536];
        return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, guard.Token));
    }

    /// <summary>Waits until it has written that to its log.</summary>
    public async Task LoggedAsync(string text)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!(_process.Output + _process.Errors).Contains(text, StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, guard.Token);
    }

    public string Log => _process.Output + _process.Errors;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
