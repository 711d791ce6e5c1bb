using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>The orderly end: devices poll again on 408, and find another gateway or the next process.</summary>
internal sealed partial class PollLot
{
    /// <summary>How long a caller of a device may still wait: unlike a device it cannot come back for the end. As long as any other request.</summary>
    private static readonly TimeSpan CallersPatience = TimeSpan.FromSeconds(10);

    /// <summary>Takes no more polls and ends those that are held: of devices in random order at an even pace, of callers when their patience is over.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var caller in _polls.Values.Where(p => p.Kind == PollKind.Reply))
            _wheel.Add(new Stopping(caller), CallersPatience);
        var held = _polls.Values.Where(p => p.Kind != PollKind.Reply).ToArray();
        Random.Shared.Shuffle(held);
        for (var i = 0; i < held.Length; i++)
            _wheel.Add(new Stopping(held[i]), TimeSpan.FromMilliseconds((double)_options.StopSpread * i / held.Length));
    }

    private sealed class Stopping(ParkedRequest request) : WheelEntry
    {
        protected internal override void Due() => request.TryEnd(PollEnd.Stopping);
    }
}
