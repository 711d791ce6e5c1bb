using OrleansIot.Load;

namespace OrleansIot.Race.Downlink;

/// <summary>Every request once, over whatever connection is free. One loop drives them.</summary>
internal sealed class WriteWorkload(IReadOnlyList<byte[]> requests) : Workload
{
    private int _next;

    public override ReadOnlyMemory<byte> Next(int connection) => _next < requests.Count ? requests[_next++] : default(ReadOnlyMemory<byte>);

    public override void Answered(int connection, Response response)
    {
    }

    public override void Lost(int connection, Loss loss)
    {
    }
}
