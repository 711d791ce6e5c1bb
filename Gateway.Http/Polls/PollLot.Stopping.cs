namespace OrleansIot.Gateway.Polls;

/// <summary>The orderly end: devices poll again on 408, and find another gateway or the next process.</summary>
internal sealed partial class PollLot
{
    /// <summary>Takes no more polls and ends those that are held, in random order at an even pace.</summary>
    public void Stop()
    {
        _isStopping = true;
        var held = _polls.Values.ToArray();
        Random.Shared.Shuffle(held);
        for (var i = 0; i < held.Length; i++)
            _wheel.Add(new Stopping(held[i]), TimeSpan.FromMilliseconds((double)_options.StopSpread * i / held.Length));
    }

    private sealed class Stopping(ParkedRequest request) : WheelEntry
    {
        protected internal override void Due() => request.TryEnd(PollEnd.Stopping);
    }
}
