using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>
/// The orderly end: devices poll again on 408, and find another gateway or the next process. Polls that a load balancer still sends are held for a moment, too, so
/// that no device knocks in a loop.
/// </summary>
internal sealed partial class PollLot
{
    /// <summary>How long a caller of a device may still wait: unlike a device it cannot come back for the end. As long as any other request.</summary>
    private static readonly TimeSpan CallersPatience = TimeSpan.FromSeconds(10);

    /// <summary>Ends the polls that are held: those of devices in random order at an even pace, those of callers when their patience is over.</summary>
    public void Stop()
    {
        _isStopping = true;
        var held = _polls.Values.ToArray();
        Random.Shared.Shuffle(held);
        for (var i = 0; i < held.Length; i++)
            EndSoon(held[i], (double)i / held.Length);
    }

    /// <param name="place">0 to 1: where in the spread.</param>
    private void EndSoon(ParkedRequest request, double place) =>
        _wheel.Add(new Stopping(request), request.Kind == PollKind.Reply ? CallersPatience : TimeSpan.FromMilliseconds(_options.StopSpread * place));

    private sealed class Stopping(ParkedRequest request) : WheelEntry
    {
        protected internal override void Due() => request.TryEnd(PollEnd.Stopping);
    }
}
