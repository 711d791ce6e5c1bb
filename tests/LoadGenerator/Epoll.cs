using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansIot.Load;

/// <summary>Readiness of many sockets. The kernel packs its event record on x64 and aligns it elsewhere, so the record is read by offsets.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    public const uint Readable = 1;
    public const uint Writable = 4;
    public const uint Broken = 8 | 16;

    private const int Add = 1;
    private const int Modify = 3;
    private const int CloseOnExec = 0x80000;

    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Stride - 8;

    private readonly int _epoll = Native.CreateEpoll(CloseOnExec);
    private readonly byte[] _events;
    private readonly int _capacity;

    public Epoll(int capacity)
    {
        _capacity = capacity;
        _events = GC.AllocateArray<byte>(capacity * Stride, pinned: true);
    }

    public void Watch(int socket, uint interest, int tag) => Control(Add, socket, interest, tag);

    public void Change(int socket, uint interest, int tag) => Control(Modify, socket, interest, tag);

    /// <summary>How many sockets are ready; at most the capacity, 0 after the time-out.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var ready = Native.WaitEpoll(_epoll, events, _capacity, milliseconds);
            if (ready >= 0)
                return ready;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == Native.InterruptedCall ? 0 : throw new IOException($"epoll_wait: errno {error}");
    }

    public (uint Ready, int Tag) Event(int index)
    {
        ref var record = ref _events[index * Stride];
        return (Unsafe.ReadUnaligned<uint>(ref record), Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref record, DataOffset)));
    }

    public void Dispose() => _ = Native.Close(_epoll);

    private void Control(int operation, int socket, uint interest, int tag)
    {
        var record = stackalloc byte[16];
        Unsafe.WriteUnaligned(record, interest);
        Unsafe.WriteUnaligned(record + DataOffset, (long)tag);
        if (Native.ControlEpoll(_epoll, operation, socket, record) < 0)
            throw new IOException($"epoll_ctl: errno {Marshal.GetLastPInvokeError()}");
    }
}
