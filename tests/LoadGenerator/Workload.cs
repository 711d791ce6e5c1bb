namespace OrleansIot.Load;

/// <summary>
/// What the connections send. Each connection is served by one loop and has one request in flight, so calls for one connection never overlap;
/// calls for different connections may.
/// </summary>
public abstract class Workload
{
    /// <summary>The next request of the connection, or empty when it has no more. The bytes must not change until its answer or its loss.</summary>
    public abstract ReadOnlyMemory<byte> Next(int connection);

    public abstract void Answered(int connection, Response response);

    /// <summary>The connection broke or was given up before the answer to its last request: what became of that request is unknown.</summary>
    public abstract void Lost(int connection, Loss loss);

    /// <summary>The connection could not be opened; no request was taken for it.</summary>
    public virtual void Refused(int connection)
    {
    }

    /// <summary>When the connection wants to send next, in ticks of Stopwatch; what has passed means at once.</summary>
    public virtual long DueAt(int connection) => 0;
}
