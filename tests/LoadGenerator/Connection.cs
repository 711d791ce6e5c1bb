namespace OrleansIot.Load;

/// <summary>One keep-alive connection and the request in flight on it.</summary>
/// <param name="index">Number among all connections of the run.</param>
/// <param name="tag">Number among the connections of its loop.</param>
internal sealed class Connection(int index, int tag)
{
    private const int FirstBuffer = 4 * 1024;

    public int Index { get; } = index;

    public int Tag { get; } = tag;

    public ConnectionState State { get; set; } = ConnectionState.Closed;

    public int Socket { get; set; } = -1;

    /// <summary>What of the current request the kernel has not taken yet.</summary>
    public ReadOnlyMemory<byte> Unsent { get; set; }

    /// <summary>Whether the loop waits for the socket to take more.</summary>
    public bool IsAwaitingRoom { get; set; }

    /// <summary>Empty until the first answer comes.</summary>
    public byte[] Buffer { get; private set; } = [];

    public int Received { get; set; }

    /// <summary>When the request in flight, or the attempt to connect, began; in ticks of Stopwatch.</summary>
    public long SentAt { get; set; }

    /// <summary>When to connect again after a loss, or when the next request is due; in ticks of Stopwatch.</summary>
    public long ResumeAt { get; set; }

    /// <summary>Number of the end point among those of the target.</summary>
    public int EndPoint { get; set; } = index;

    public void MakeRoom()
    {
        if (Received < Buffer.Length)
            return;
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(Buffer.Length * 2, FirstBuffer), pinned: true);
        Buffer.AsSpan(0, Received).CopyTo(larger);
        Buffer = larger;
    }
}
