using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansIot.Load;

/// <summary>An HTTP server that does with each request what the test says: its number comes in, what to send goes out; null hangs up, nothing lets the client wait.</summary>
internal sealed class ToyServer : IDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, string?> _answer;
    private int _requests;
    private int _connections;

    public ToyServer(Func<int, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public int Requests => Volatile.Read(ref _requests);

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        Interlocked.Increment(ref _connections);
        client.NoDelay = true;
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        while (await ReadRequestAsync(reader))
        {
            if (_answer(Interlocked.Increment(ref _requests)) is not { } answer)
                return;

            if (answer.Length == 0)
                continue;

            // In two pieces, so that the other side must put them together.
            var bytes = Encoding.ASCII.GetBytes(answer);
            await client.GetStream().WriteAsync(bytes.AsMemory(0, 10));
            await client.GetStream().WriteAsync(bytes.AsMemory(10));
        }
    }

    private static async Task<bool> ReadRequestAsync(StreamReader reader)
    {
        var length = 0;
        while (true)
        {
            var line = await reader.ReadLineAsync();
            if (line is null)
                return false;
            if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            if (line.Length == 0)
                return await reader.ReadBlockAsync(new char[length]) == length;
        }
    }
}
