using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Load;

/// <summary>One HTTP/1.1 connection without a library in between, so that it can be cut at any byte. Its calls throw <see cref="SocketException"/> when it is broken.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[2048];

    private WireConnection(Socket socket, IPEndPoint endPoint) => (_socket, EndPoint) = (socket, endPoint);

    public IPEndPoint EndPoint { get; }

    /// <summary>Bytes of the answer so far.</summary>
    public int Received { get; private set; }

    public static async Task<WireConnection> OpenAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellation);
            return new WireConnection(socket, endPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        Received = 0;
        while (!request.IsEmpty)
            request = request[await _socket.SendAsync(request, cancellation)..];
    }

    /// <summary>Waits for more bytes of the answer; false when the other side has ended the connection. Cancelling leaves the connection as it is.</summary>
    public async Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        MakeRoom();
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(Received), cancellation);
        Received += count;
        return count > 0;
    }

    /// <summary>The answer, once all of it has come.</summary>
    public WireResponse? TryRead()
    {
        var bytes = _buffer.AsSpan(0, Received);
        if (!ResponseHead.TryParse(bytes, out var head))
            return null;
        var body = bytes[head.Length..];
        var length = head.BodyLength;
        if (head.IsChunked ? !ChunkedBody.TryJoin(body, out length) : body.Length < length)
            return null;
        return WireResponse.From(head, bytes[..head.Length], body[..length]);
    }

    /// <summary>Waits for the whole answer; null when the other side ended the connection before.</summary>
    public async Task<WireResponse?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryRead() is { } response)
                return response;
            if (!await ReceiveAsync(cancellation))
                return null;
        }
    }

    /// <summary>Takes up what has arrived by now, without waiting.</summary>
    public void Drain()
    {
        while (_socket.Available > 0)
        {
            MakeRoom();
            Received += _socket.Receive(_buffer.AsSpan(Received));
        }
    }

    /// <summary>Says that nothing more will be sent; the other side's bytes may still come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection so that the other side sees an error.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private void MakeRoom()
    {
        if (Received == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
