using System.Runtime.InteropServices;

namespace OrleansIot.Load;

/// <summary>The few calls of libc that the event loop lives on. Linux only.</summary>
internal static unsafe partial class Native
{
    public const int InterruptedCall = 4;
    public const int TryAgain = 11;
    public const int InProgress = 115;
    public const int NoSignal = 0x4000;

    private const int Inet = 2;
    private const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    private const int TcpLevel = 6;
    private const int TcpNoDelay = 1;
    private const int SocketLevel = 1;
    private const int SocketError = 4;

    /// <summary>A non-blocking TCP socket without Nagle's delay.</summary>
    public static int OpenSocket()
    {
        var socket = Socket(Inet, StreamNonBlockingCloseOnExec, 0);
        if (socket < 0)
            throw new IOException($"socket: errno {Marshal.GetLastPInvokeError()}");
        var on = 1;
        _ = SetSocketOption(socket, TcpLevel, TcpNoDelay, &on, sizeof(int));
        return socket;
    }

    /// <summary>Starts to connect; 0 or the errno.</summary>
    public static int Connect(int socket, uint address, ushort port)
    {
        var target = stackalloc byte[16];
        new Span<byte>(target, 16).Clear();
        *(ushort*)target = Inet;
        target[2] = (byte)(port >> 8);
        target[3] = (byte)port;
        *(uint*)(target + 4) = address;
        return Connect(socket, target, 16) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>How a started connect ended; 0 or the errno.</summary>
    public static int PendingError(int socket)
    {
        int error = 0, length = sizeof(int);
        return GetSocketOption(socket, SocketLevel, SocketError, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int socket, byte* interest);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSocketOption(int socket, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(int socket, int level, int option, int* value, int* length);
}
