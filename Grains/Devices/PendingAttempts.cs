using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>
/// The device's calls whose commit is under way, by attempt id. A gateway that had no answer in time calls again with the same id, and gets the end of the first
/// call instead of writing a second time. Used in the grain's turns only.
/// </summary>
internal sealed class PendingAttempts
{
    private readonly Dictionary<long, Task<Outcome>> _pending = [];

    /// <summary>The end of that attempt; null: it is not under way.</summary>
    public Task<Outcome>? Find(long attempt) => _pending.GetValueOrDefault(attempt);

    /// <summary>Remembers a call that has not ended yet, and gives it back.</summary>
    public Task<Outcome> Keep(long attempt, Task<Outcome> call)
    {
        if (!call.IsCompleted)
            _pending[attempt] = call;
        return call;
    }

    public void Forget(long attempt) => _pending.Remove(attempt);
}
