using OrleansIot.Gateway.Devices;

namespace OrleansIot.Gateway.Http;

/// <summary>Counts failures by who caused them, in windows that start with the first one. Bounded: a flood forgets its own.</summary>
/// <param name="max">Failures within a window that are put up with.</param>
internal sealed class FailureCounter(int max, TimeSpan window, TimeProvider time)
{
    private const int Capacity = 50_000;

    private readonly GenerationCache<Window> _windows = new(Capacity);

    /// <summary>Whole seconds to wait before the next try is looked at; 0: now.</summary>
    public int Wait(string who)
    {
        if (!_windows.TryGet(who, out var found))
            return 0;
        lock (found)
        {
            var rest = window - time.GetElapsedTime(found.Start);
            return found.Failures >= max && rest > TimeSpan.Zero ? (int)Math.Ceiling(rest.TotalSeconds) : 0;
        }
    }

    /// <returns>The failures within the window, this one included.</returns>
    public int Failed(string who)
    {
        if (!_windows.TryGet(who, out var found))
        {
            _windows.Set(who, new() { Start = time.GetTimestamp(), Failures = 1 });
            return 1;
        }
        lock (found)
        {
            if (time.GetElapsedTime(found.Start) >= window)
                (found.Start, found.Failures) = (time.GetTimestamp(), 0);
            return ++found.Failures;
        }
    }

    private sealed class Window
    {
        public long Start { get; set; }

        public int Failures { get; set; }
    }
}
