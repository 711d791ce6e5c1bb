using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A device that polls for ever, and whose connections are cut by plan.</summary>
/// <param name="name">Of this kind of poll, for what is counted.</param>
internal abstract class PollLoop(string name, DownlinkDevice device, DownlinkPlan plan, Findings findings, Random random) : IDisposable
{
    /// <summary>How long the rest of an answer is waited for, by the one who checks, after the device has hung up.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _answeredAt = Stopwatch.GetTimestamp();

    protected DownlinkDevice Device { get; } = device;

    protected Findings Findings { get; } = findings;

    protected Random Random { get; } = random;

    protected DeviceClient Client { get; } = new(device.EndPoints, device.Index);

    /// <summary>Time since the last poll that ended as polls should.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _answeredAt));

    protected Lock State => _lock;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await PollAsync(CutPlan.Draw(Random, plan), stop))
                    await Pause.AfterFailureAsync(Random, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => Client.Dispose();

    /// <summary>The request's path and query.</summary>
    /// <param name="timeout">In milliseconds.</param>
    protected abstract string PathOf(long timeout);

    /// <summary>The device has the whole answer and takes it.</summary>
    protected abstract Task TakeAsync(WireResponse response, CancellationToken stop);

    /// <summary>The device took nothing of an answer although all of it had left the gateway.</summary>
    /// <param name="withError">The connection was then broken in a way that the gateway sees.</param>
    protected abstract void Discard(WireResponse response, bool withError);

    /// <summary>False when there was no answer and the device should wait a little.</summary>
    private async Task<bool> PollAsync(CutPlan cut, CancellationToken stop)
    {
        if (await Client.ConnectAsync(stop) is not { } connection)
            return Missed("refused");
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var isParkedCut = cut.Moment == CutMoment.WhileParked;
        guard.CancelAfter(isParkedCut ? cut.Delay : plan.PollTimeout + plan.Grace);
        try
        {
            await connection.SendAsync(WireRequest.Get(PathOf((long)plan.PollTimeout.TotalMilliseconds)), stop);
            if (!await connection.ReceiveAsync(guard.Token))
                return Broken();
            if (cut.Moment == CutMoment.WhileAnswered)
                return await HangUpAsync(connection, cut);
            guard.CancelAfter(plan.Grace);
            if (await connection.ReadAsync(guard.Token) is not { } response)
                return Broken();
            return await EndAsync(response, cut, stop);
        }
        catch (SocketException)
        {
            return Broken();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            if (isParkedCut)
                return await HangUpAsync(connection, cut);
            Findings.Fault($"{name}: device {Device.Index} got no answer within its time-out and {plan.Grace.TotalSeconds:N0} s more");
            Client.Fail();
            return false;
        }
    }

    private async Task<bool> EndAsync(WireResponse response, CutPlan cut, CancellationToken stop)
    {
        switch (response.Status)
        {
            case 200:
                Answered("answered");
                await TakeAsync(response, stop);
                break;
            case 408:
                Answered("timed out");
                break;
            case 429 or 503:
                Close(response);
                return Missed(response.Status.ToString(CultureInfo.InvariantCulture));
            default:
                Findings.Fault($"{name}: device {Device.Index} was answered {response.Status} {response.Body}");
                Close(response);
                return false;
        }

        if (cut.Moment != CutMoment.AfterAnswer)
        {
            Close(response);
            return true;
        }

        Findings.Count($"{name} cut after the answer");
        if (cut.WithError)
            Client.Reset();
        else
            Client.Close();
        return true;
    }

    /// <summary>The device is gone; what its connection still brought is looked at by the one who checks.</summary>
    private async Task<bool> HangUpAsync(WireConnection connection, CutPlan cut)
    {
        Findings.Count(cut.Moment == CutMoment.WhileParked ? $"{name} cut while parked" : $"{name} cut while answered");
        try
        {
            if (cut.WithError)
                connection.Drain();
            else
                await ReceiveRestAsync(connection);
        }
        catch (SocketException)
        {
            // Broken by the other side: no more will come.
        }

        if (connection.TryRead() is { Status: 200 } response)
            Discard(response, cut.WithError);
        if (cut.WithError)
            Client.Reset();
        else
            Client.Close();
        return true;
    }

    private static async Task ReceiveRestAsync(WireConnection connection)
    {
        connection.EndSending();
        using var guard = new CancellationTokenSource(Rest);
        try
        {
            while (connection.TryRead() is null && await connection.ReceiveAsync(guard.Token))
            {
                // Until the answer is whole or the connection has ended.
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing more came.
        }
    }

    private void Answered(string how)
    {
        Volatile.Write(ref _answeredAt, Stopwatch.GetTimestamp());
        Findings.Count($"{name} {how}");
    }

    private bool Missed(string why)
    {
        Findings.Count($"{name} {why}");
        return false;
    }

    private bool Broken()
    {
        Client.Fail();
        return Missed("broken");
    }

    private void Close(WireResponse response)
    {
        if (response.IsLast)
            Client.Close();
    }
}
