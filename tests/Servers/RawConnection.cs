using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansIot.Servers;

/// <summary>One HTTP/1.1 connection, byte by byte: it can stop anywhere, and end with a reset.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly List<byte> _received = [];

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> OpenAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint);
        return new RawConnection(socket);
    }

    /// <summary>Sends a request and does not wait.</summary>
    public async Task SendAsync(string method, string path, string? body = null, string headers = "")
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: test\r\n{headers}");
        if (body is not null)
            text += string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        await _socket.SendAsync(Encoding.UTF8.GetBytes($"{text}\r\n{body}"));
    }

    /// <summary>The next answer, as far as its Content-Length says.</summary>
    /// <exception cref="IOException">The connection ended before.</exception>
    public async Task<(int Status, string Body)> ReceiveAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            await ReceiveSomeAsync(cancellation);
        var head = Text[..end];
        var length = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var total = end + 4 + (length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture));
        while (_received.Count < total)
            await ReceiveSomeAsync(cancellation);
        var body = Encoding.UTF8.GetString([.. _received.GetRange(end + 4, total - end - 4)]);
        _received.RemoveRange(0, total);
        return (int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), body);
    }

    /// <summary>Waits for the first bytes of an answer.</summary>
    public async Task ReceiveSomeAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4_096];
        var count = await _socket.ReceiveAsync(buffer, cancellation);
        if (count == 0)
            throw new IOException("The server has closed the connection.");
        _received.AddRange(buffer.AsSpan(0, count));
    }

    /// <summary>Ends the connection with a reset, as a cut cable or a killed process behind a proxy does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private string Text => Encoding.Latin1.GetString([.. _received]);
}
