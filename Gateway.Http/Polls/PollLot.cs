using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>
/// The requests that this process holds back. Each is one object in a dictionary and in a timer wheel; its handler awaits it without a thread. One observer stands
/// for all of them towards the silos.
/// </summary>
internal sealed partial class PollLot : IGatewayObserver, IDisposable
{
    /// <summary>How late a poll may end: a fifth of what a person notices, and cheap.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly IGrainFactory _grains;
    private readonly PollOptions _options;

    /// <summary>How long a poll that no grain has taken yet keeps trying: as long as any other request.</summary>
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TimerWheel _wheel;
    private readonly ConcurrentDictionary<long, ParkedRequest> _polls = new();
    private readonly Lazy<IGatewayObserver> _observer;
    private long _lastId = Random.Shared.NextInt64();
    private int _count;
    private volatile bool _isStopping;

    public PollLot(
        IGrainFactory grains, IOptions<PollOptions> options, IOptions<CallOptions> calls, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PollLot> log)
    {
        (_grains, _options, _time, _log) = (grains, options.Value, time, log);
        _patience = TimeSpan.FromMilliseconds(calls.Value.Deadline);
        _wheel = new(time, Tick);
        _observer = new(() => _grains.CreateObjectReference<IGatewayObserver>(this));
        lifetime.ApplicationStopping.Register(Stop);
    }

    /// <summary>Polls that are held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Parks the request and waits for its end.</summary>
    public async ValueTask<PollResult> WaitAsync(ParkedRequest request, CancellationToken aborted) => (await HoldAsync(request, null, aborted))!.Value;

    /// <summary>The same for a request that is parked by the call that begins what it waits for. Null: that call was refused, and there is nothing to wait for.</summary>
    /// <param name="begin">Makes the call with the poll that it is to park, of the instant of each attempt; null: refused.</param>
    public ValueTask<PollResult?> WaitAsync(ParkedRequest request, Func<Func<Poll>, Task<ParkAnswer?>> begin, CancellationToken aborted) =>
        HoldAsync(request, begin, aborted);

    private async ValueTask<PollResult?> HoldAsync(ParkedRequest request, Func<Func<Poll>, Task<ParkAnswer?>>? begin, CancellationToken aborted)
    {
        if (Interlocked.Increment(ref _count) > _options.MaxParked)
        {
            Interlocked.Decrement(ref _count);
            PollInstruments.Refused(request.Kind);
            return new(PollEnd.Full);
        }
        Hold(request);
        if (_isStopping)
            EndSoon(request, Random.Shared.NextDouble());
        var registration = aborted.UnsafeRegister(static request => ((ParkedRequest)request!).TryEnd(PollEnd.Disconnected), request);
        PollEnd? end = null;
        try
        {
            if (begin is null)
                await ParkAsync(request);
            else if (await begin(() => Describe(request)) is { } parked)
                Take(request, parked);
            else
                request.TryEnd(PollEnd.Refused);
            var result = await request.Ended;
            end = result.End;
            return end == PollEnd.Refused ? null : result;
        }
        finally
        {
            // Where the call failed, nobody knows whether it has parked the request.
            var how = end ?? (aborted.IsCancellationRequested ? PollEnd.Disconnected : PollEnd.Unavailable);
            Leave(request, how);
            PollInstruments.Ended(request.Kind, how);
            registration.Unregister();
            _polls.TryRemove(request.Id, out _);
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Says what became of a delivery, as long as anybody listens. Nobody waits for it: a settlement that is lost costs a repetition.</summary>
    public void Settle(ParkedRequest request, PollDelivery delivery, bool isWritten)
    {
        if (delivery.Lease != 0)
            _ = SettleAsync(request, new(request.Kind, request.Id, delivery.Lease, isWritten));
    }

    Task IGatewayObserver.Deliver(SiloAddress silo, long link, long number, PollDelivery delivery)
    {
        Hear(silo).Receive(link, number);
        if (_polls.TryGetValue(delivery.PollId, out var request))
            Take(request, delivery);
        return Task.CompletedTask;
    }

    public void Dispose() => _wheel.Dispose();

    private void Hold(ParkedRequest request)
    {
        request.Id = Interlocked.Increment(ref _lastId);
        request.Arrived = _time.GetTimestamp();
        _polls[request.Id] = request;
        PollInstruments.Held(request.Kind);
        if (request.Time > TimeSpan.Zero)
            _wheel.Add(request, request.Time);
        Watch();
    }

    /// <summary>The handler goes on with the end: whoever else knows the poll forgets it.</summary>
    private void Leave(ParkedRequest request, PollEnd end)
    {
        _wheel.Remove(request);
        request.Leave();
        if (end is PollEnd.TimedOut or PollEnd.Disconnected or PollEnd.Stopping or PollEnd.Unavailable)
            request.Device.Unpark(request.Id).Ignore();
    }

    private void Take(ParkedRequest request, PollDelivery delivery)
    {
        switch (delivery.Signal)
        {
            case PollSignal.Content:
                if (!request.TryEnd(PollEnd.Delivered, delivery))
                    Settle(request, delivery, isWritten: false);
                break;
            case PollSignal.Deleted:
                request.TryEnd(PollEnd.Deleted);
                break;
            case PollSignal.Revoked:
                request.TryEnd(PollEnd.Revoked);
                break;
            case PollSignal.Repark:
                ParkLater(request, Spread);
                break;
        }
    }

    private async Task SettleAsync(ParkedRequest request, Settlement settlement)
    {
        for (var begun = _time.GetTimestamp(); _time.GetElapsedTime(begun) < PollTimes.Lease; await Task.Delay(FirstPause, _time))
        {
            try
            {
                await request.Device.Settle(settlement);
                return;
            }
            catch (Exception exception)
            {
                LogUnsettled(exception);
                if (Transience.Of(exception) is null)
                    return;
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Debug, "A settlement did not reach the device; it may be told the same again")]
    private partial void LogUnsettled(Exception exception);
}
