using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OrleansIot.Load;

/// <summary>Sending requests and receiving answers.</summary>
internal sealed unsafe partial class EventLoop
{
    private void SendNext(Connection connection)
    {
        connection.State = ConnectionState.Idle;
        if (Phase >= LoadPhase.Draining)
            return;
        var due = _workload.DueAt(connection.Index);
        if (due > Stopwatch.GetTimestamp())
        {
            connection.State = ConnectionState.Waiting;
            ResumeAt(connection, due);
            return;
        }

        connection.Unsent = _workload.Next(connection.Index);
        if (connection.Unsent.IsEmpty)
            return;
        connection.State = ConnectionState.InFlight;
        connection.Received = 0;
        connection.SentAt = Stopwatch.GetTimestamp();
        Flush(connection);
    }

    private void Flush(Connection connection)
    {
        var bytes = connection.Unsent.Span;
        nint sent;
        fixed (byte* start = bytes)
            sent = Native.Send(connection.Socket, start, bytes.Length, Native.NoSignal);
        if (sent == bytes.Length)
        {
            connection.Unsent = default;
            AwaitRoom(connection, false);
            return;
        }

        if (sent < 0 && !MayTryAgain())
        {
            Close(connection);
            return;
        }

        connection.Unsent = connection.Unsent[(int)Math.Max(sent, 0)..];
        AwaitRoom(connection, true);
    }

    private void AwaitRoom(Connection connection, bool wanted)
    {
        if (connection.IsAwaitingRoom == wanted)
            return;
        connection.IsAwaitingRoom = wanted;
        _epoll.Change(connection.Socket, wanted ? Epoll.Readable | Epoll.Writable : Epoll.Readable, connection.Tag);
    }

    private void Receive(Connection connection)
    {
        connection.MakeRoom();
        var room = connection.Buffer.AsSpan(connection.Received);
        nint count;
        fixed (byte* start = room)
            count = Native.Receive(connection.Socket, start, room.Length, 0);
        if (count <= 0)
        {
            if (count == 0 || !MayTryAgain())
                Close(connection);
            return;
        }

        connection.Received += (int)count;
        if (connection.State == ConnectionState.InFlight)
            ReadAnswer(connection);
        else
            Close(connection);
    }

    private void ReadAnswer(Connection connection)
    {
        var bytes = connection.Buffer.AsSpan(0, connection.Received);
        if (!ResponseHead.TryParse(bytes, out var head))
            return;
        var body = bytes[head.Length..];
        var length = head.BodyLength;
        if (head.IsChunked ? !ChunkedBody.TryJoin(body, out length) : body.Length < length)
            return;
        if (Phase == LoadPhase.Measuring)
            Tally.Latencies.Record(Stopwatch.GetTimestamp() - connection.SentAt);
        Tally.Count(head.Status);
        connection.State = ConnectionState.Idle;
        _workload.Answered(connection.Index, new Response(head.Status, body[..length]));
        if (connection.Unsent.IsEmpty && !head.IsLast)
            SendNext(connection);
        else
            Close(connection); // Also when answered before the whole request was taken: the rest must not be mistaken for the next one.
    }

    private static bool MayTryAgain() => Marshal.GetLastPInvokeError() is Native.TryAgain or Native.InterruptedCall;
}
