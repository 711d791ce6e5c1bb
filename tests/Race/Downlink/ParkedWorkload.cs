using System.Diagnostics;
using OrleansIot.Load;

namespace OrleansIot.Race.Downlink;

/// <summary>Each connection sends one poll and waits. One loop drives them.</summary>
internal sealed class ParkedWorkload(IReadOnlyList<byte[]> polls) : Workload
{
    private readonly bool[] _isSent = new bool[polls.Count];
    private int _sent;
    private int _answered;
    private long _lastAnswerAt;

    /// <summary>How many polls are on their way to the server or parked there.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>How many were answered 200.</summary>
    public int AnsweredCount => Volatile.Read(ref _answered);

    /// <summary>When the last byte of the last one came, in ticks of Stopwatch.</summary>
    public long LastAnswerAt => Volatile.Read(ref _lastAnswerAt);

    /// <summary>Whether an answer is the one that its device waits for.</summary>
    public Func<int, ReadOnlySpan<byte>, bool> Expects { get; init; } = (_, _) => true;

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        if (_isSent[connection])
            return default;
        _isSent[connection] = true;
        Volatile.Write(ref _sent, _sent + 1);
        return polls[connection];
    }

    public override void Answered(int connection, Response response)
    {
        if (response.Status != 200 || !Expects(connection, response.Body))
            return;
        Volatile.Write(ref _lastAnswerAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref _answered, _answered + 1);
    }

    public override void Lost(int connection, Loss loss)
    {
    }
}
