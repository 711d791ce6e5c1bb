using OrleansIot.Values;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Writing from a chain: nobody waits for it as a device does, so that it may be tried for a while.</summary>
internal static class Persistence
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries again while the device's grain moves or the database is busy.</summary>
    public static async Task<Outcome> TryAsync(TimeProvider time, Func<Task<Outcome>> write)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            Outcome outcome;
            try
            {
                outcome = await write().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                outcome = Outcome.Busy;
            }
            if (outcome is not (Outcome.Busy or Outcome.Superseded) || attempt == Attempts)
                return outcome;
            await Task.Delay(pause, time).ConfigureAwait(false);
            pause *= 2;
        }
    }

    public static string Describe(Outcome outcome) => outcome switch
    {
        Outcome.LimitExceeded => "The device would exceed its number of different keys",
        Outcome.Invalid => "The key 'deleted' is reserved in SHARED_SCOPE",
        Outcome.NotFound or Outcome.Unauthorized => "The device is gone",
        _ => "The server is overloaded: nothing was stored",
    };
}
