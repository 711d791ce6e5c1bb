using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansIot.Load;

namespace OrleansIot.Race.Lifecycle;

/// <summary>Devices that download one image over and over, over connections of their own, and keep nothing of it.</summary>
/// <param name="path">Where the image is.</param>
internal sealed class Downloads(IPEndPoint server, string path)
{
    private const int Buffer = 256 << 10;

    private long _bytes;
    private int _failures;
    private int _begun;

    /// <summary>Bytes of images received.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Answers other than 200, and those that ended early.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Connections that have received the first byte of their first image.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Downloads until it is cancelled.</summary>
    /// <param name="pause">Between two receives of a connection, each of at most <paramref name="slice"/> bytes.</param>
    public Task RunAsync(int connections, TimeSpan pause, int slice, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => DownloadAsync(pause, slice, cancellation), CancellationToken.None)));

    public Task RunAsync(int connections, CancellationToken cancellation) => RunAsync(connections, TimeSpan.Zero, Buffer, cancellation);

    private async Task DownloadAsync(TimeSpan pause, int slice, CancellationToken cancellation)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        var buffer = new byte[Math.Min(slice, Buffer)];
        var isFirst = true;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (pause > TimeSpan.Zero)
                socket.ReceiveBufferSize = slice;
            await socket.ConnectAsync(server, cancellation);
            while (!cancellation.IsCancellationRequested)
            {
                await socket.SendAsync(request, cancellation);
                var left = await ReadHeadAsync(socket, buffer, cancellation);
                if (isFirst)
                    Interlocked.Increment(ref _begun);
                isFirst = false;
                while (left > 0)
                {
                    var count = await socket.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation);
                    if (count == 0)
                        throw new IOException("The server has closed the connection.");
                    left -= count;
                    Interlocked.Add(ref _bytes, count);
                    if (pause > TimeSpan.Zero)
                        await Task.Delay(pause, TimeProvider.System, cancellation);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The race is over.
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>Bytes of the image that are still to come.</summary>
    private async Task<long> ReadHeadAsync(Socket socket, byte[] buffer, CancellationToken cancellation)
    {
        var received = 0;
        ResponseHead head;
        while (!ResponseHead.TryParse(buffer.AsSpan(0, received), out head))
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(received), cancellation);
            if (count == 0)
                throw new IOException("The server has closed the connection.");
            received += count;
        }

        if (head.Status != 200 || head.IsChunked)
            throw new IOException($"The answer was {head.Status}.");
        var ofImage = received - head.Length;
        Interlocked.Add(ref _bytes, ofImage);
        return head.BodyLength - ofImage;
    }
}
