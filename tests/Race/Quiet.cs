namespace OrleansIot.Race;

/// <summary>Waiting until servers have done what they put off.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(250);

    /// <summary>What one process may use within a sample and still count as quiet.</summary>
    private static readonly TimeSpan QuietUse = TimeSpan.FromMilliseconds(10);

    private const int LongestWait = 120;

    /// <summary>Gives the processor time up to the quiet.</summary>
    public static async Task<TimeSpan> WaitAsync(ServerSet servers)
    {
        var before = servers.ProcessorTime();
        for (var i = 0; i < LongestWait; i++)
        {
            await Task.Delay(Sample, TimeProvider.System);
            var now = servers.ProcessorTime();
            if (now - before <= QuietUse * servers.Count)
                return before;
            before = now;
        }

        return before;
    }
}
