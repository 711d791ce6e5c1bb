using OrleansIot.Gateway.Calls;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Polls;

/// <summary>Parking at the grains, again and again where need be.</summary>
internal sealed partial class PollLot
{
    /// <summary>Over how long the polls of a silo that is gone are parked again: its devices' grains start one after another.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private async Task ParkAsync(ParkedRequest request)
    {
        if (!request.TryBeginParking())
            return;
        do
        {
            ParkAnswer? answer = null;
            try
            {
                if (!request.IsEnded)
                    answer = await request.ParkAsync(Describe(request));
            }
            catch (Exception exception) when (Transience.Of(exception) is not null || exception is CallExpiredException)
            {
                LogUnparked(exception);
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                request.TryEnd(PollEnd.Unavailable);
            }
            Take(request, answer);
        }
        while (request.EndParking());
    }

    private Poll Describe(ParkedRequest request)
    {
        var remaining = request.Time - _time.GetElapsedTime(request.Arrived);
        return new(request.Id, request.Kind, _observer.Value, (long)remaining.TotalMilliseconds, request.Since, request.Max, IsAgain: request.IsAccepted);
    }

    /// <param name="answer">Null: the call failed.</param>
    private void Take(ParkedRequest request, ParkAnswer? answer)
    {
        switch (answer)
        {
            case { Outcome: Outcome.Done, Delivery: { } delivery }:
                Take(request, delivery);
                break;
            case { Outcome: Outcome.Done, Silo: { } silo }:
                request.Failures = 0;
                if (!request.TryAccept(Hear(silo)))
                    request.Device.Unpark(request.Id).Ignore();
                else if (_time.GetElapsedTime(request.Arrived) >= request.Time)
                    request.TryEnd(PollEnd.TimedOut);
                break;
            case { Outcome: Outcome.Done }:
                request.TryEnd(PollEnd.TimedOut);
                break;
            case { Outcome: Outcome.Unauthorized or Outcome.NotFound }:
                request.TryEnd(PollEnd.Revoked);
                break;
            case { Outcome: Outcome.LimitExceeded }:
                request.TryEnd(PollEnd.TooMany);
                break;
            case null or { Outcome: Outcome.Busy or Outcome.Superseded }:
                TryAgain(request);
                break;
            default:
                request.TryEnd(PollEnd.Unavailable);
                break;
        }
    }

    private void TryAgain(ParkedRequest request)
    {
        if (request.IsEnded)
            return;
        // A caller whose command is issued cannot come back for its end: it has all its time.
        var patience = request.Kind == PollKind.Reply && request.Time > _patience ? request.Time : _patience;
        if (!request.IsAccepted && _time.GetElapsedTime(request.Arrived) > patience)
        {
            request.TryEnd(PollEnd.Unavailable);
            return;
        }
        var pause = FirstPause * (1 << Math.Min(request.Failures++, 4));
        ParkLater(request, pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>Parks at a random instant within the time.</summary>
    private void ParkLater(ParkedRequest request, TimeSpan within) => _wheel.Add(new Reparking(this, request), within * Random.Shared.NextDouble());

    [LoggerMessage(2202, LogLevel.Debug, "A poll could not be parked and is tried again")]
    private partial void LogUnparked(Exception exception);

    [LoggerMessage(2204, LogLevel.Error, "Parking a poll failed, and it was answered 503")]
    private partial void LogFailed(Exception exception);

    private sealed class Reparking(PollLot lot, ParkedRequest request) : WheelEntry
    {
        protected internal override void Due()
        {
            if (request.IsEnded)
                return;
            PollInstruments.Reparked(request.Kind);
            _ = lot.ParkAsync(request);
        }
    }
}
