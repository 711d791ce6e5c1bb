using System.Net.Sockets;

namespace OrleansIot.Gateway.Polls;

/// <summary>What the kernel knows of a connection: whether the other side has everything that was sent. Linux only (tcp(7), TCP_INFO).</summary>
/// <param name="IsClosed">The connection is over: the other side has reset it.</param>
/// <param name="IsAllAcknowledged">Nothing that was sent is unsent or without acknowledgement.</param>
/// <param name="Acknowledged">Bytes that the other side has acknowledged since the connection began.</param>
internal readonly record struct TcpProgress(bool IsClosed, bool IsAllAcknowledged, ulong Acknowledged)
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const byte StateClosed = 7;
    private const int Unacknowledged = 24;
    private const int BytesAcknowledged = 120;
    private const int BytesUnsent = 144;
    private const int Needed = 148;

    /// <summary>Null where the kernel does not tell: another system, or no TCP socket. One that is disposed is closed.</summary>
    public static TcpProgress? Of(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux())
            return null;
        Span<byte> info = stackalloc byte[256];
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < Needed)
                return null;
        }
        catch (ObjectDisposedException)
        {
            return new(IsClosed: true, IsAllAcknowledged: false, 0);
        }
        catch (SocketException)
        {
            return null;
        }
        var outstanding = BitConverter.ToUInt32(info[Unacknowledged..]) | BitConverter.ToUInt32(info[BytesUnsent..]);
        return new(info[0] == StateClosed, outstanding == 0, BitConverter.ToUInt64(info[BytesAcknowledged..]));
    }
}
