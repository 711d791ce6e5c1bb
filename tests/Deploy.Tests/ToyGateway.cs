using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansIot.Deploy;

/// <summary>A gateway for the balancer's eyes: raw HTTP/1.1 on a socket, each request answered as the test says.</summary>
internal sealed class ToyGateway : IAsyncDisposable
{
    private const string ForwardedFor = "x-forwarded-for:";
    private const string RequestStart = "x-request-start:";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, NetworkStream, Task> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private int _requests;

    /// <param name="answer">Writes the answer to the stream; a thrown exception breaks the connection off. Not asked about health.</param>
    public ToyGateway(Func<Request, NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = RunAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Requests that came, those for health apart.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Whether it says that it may be sent requests.</summary>
    public bool IsReady { get; set; } = true;

    public static Task WriteAsync(NetworkStream stream, string answer) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer)).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Told to end, while it accepted or just before it would have.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, false, 1, leaveOpen: true);
                while (await ReadAsync(reader) is { } request)
                {
                    if (request.Path == "/health/ready")
                    {
                        await WriteAsync(stream, $"HTTP/1.1 {(IsReady ? "200 OK" : "503 Draining")}\r\nContent-Length: 0\r\n\r\n");
                        continue;
                    }
                    Interlocked.Increment(ref _requests);
                    await _answer(request, stream);
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
            {
                client.Client.Close(0);
            }
        }
    }

    private async Task<Request?> ReadAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(_end.Token) is not { } line)
            return null;
        var length = 0;
        var start = "";
        var forwarded = new List<string>();
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
            if (header.StartsWith(RequestStart, StringComparison.OrdinalIgnoreCase))
                start = header[RequestStart.Length..].Trim();
            if (header.StartsWith(ForwardedFor, StringComparison.OrdinalIgnoreCase))
                forwarded.Add(header[ForwardedFor.Length..].Trim());
        }
        if (length > 0)
            await reader.ReadBlockAsync(new char[length], _end.Token);
        return new(line.Split(' ')[0], line.Split(' ')[1], string.Join(", ", forwarded), start);
    }

    /// <param name="ForwardedFor">Who is said to have been called by whom.</param>
    /// <param name="Start">When the balancer took it.</param>
    public sealed record Request(string Method, string Path, string ForwardedFor, string Start);
}
