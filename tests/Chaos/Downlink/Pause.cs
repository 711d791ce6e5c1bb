namespace OrleansIot.Chaos.Downlink;

/// <summary>The little time that everybody waits after a failure before the next attempt.</summary>
internal static class Pause
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(200);

    public static Task AfterFailureAsync(Random random, CancellationToken stop) =>
        Task.Delay(Shortest + (Spread * random.NextDouble()), TimeProvider.System, stop);
}
