using System.Diagnostics;
using OrleansIot.Chaos.Kills;

namespace OrleansIot.Chaos;

public sealed class KillReportTests
{
    /// <summary>In seconds: a kill at 20, the next one at 40.</summary>
    [Theory]
    [InlineData(22.0, 25.0, 3.0)] // it asked first after the kill
    [InlineData(19.0, 25.0, 5.0)] // it had asked before
    [InlineData(21.0, 47.0, 19.0)] // it was not served until the next kill
    [InlineData(39.9, 45.0, 0.0)] // it met the next one
    [InlineData(10.0, 19.9, 0.0)]
    [InlineData(40.1, 45.0, 0.0)]
    public void an_outage_is_what_a_device_waited_between_its_kill_and_the_next(double begun, double ended, double seconds) =>
        Assert.Equal(seconds, KillReport.Outage([new(0, Ticks(begun), Ticks(ended))], Ticks(20), Ticks(40)).TotalSeconds, 3);

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);
}
