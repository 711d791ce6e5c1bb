using OrleansIot.Chaos.Toys;

namespace OrleansIot.Chaos.Downlink;

/// <summary>The judge of the downlink must see every promise that is broken, and find no fault where none is.</summary>
public sealed class DownlinkRunTests
{
    private static readonly DownlinkPlan Plan = new(
        Devices: 12,
        Updates: 240,
        Commands: 120,
        Spread: TimeSpan.FromSeconds(1),
        CutShare: 0.4,
        PollTimeout: TimeSpan.FromMilliseconds(400),
        CallTimeout: TimeSpan.FromSeconds(2),
        Grace: TimeSpan.FromSeconds(1),
        Settling: TimeSpan.FromSeconds(1),
        Seed: 11);

    [Fact]
    public async Task a_server_that_keeps_its_promises_is_found_faultless()
    {
        var verdict = await RunAsync(Misdeed.None, Plan with { CallTimeout = TimeSpan.FromSeconds(60), Grace = TimeSpan.FromSeconds(60), Settling = TimeSpan.FromSeconds(60) });
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(Plan.Updates + Plan.Devices, verdict.Counts["changes written"]);
        Assert.Equal(Plan.Commands + Plan.Devices, verdict.Counts["calls answered"]);
        string[] met = ["updates cut while parked", "updates cut while answered", "updates cut after the answer", "commands cut while answered", "commands not answered at first"];
        Assert.All(met, name => Assert.Contains(name, verdict.Counts.Keys));
    }

    [Theory]
    [InlineData(Misdeed.DropsChanges, "lost a change")]
    [InlineData(Misdeed.TakesWhatWasCutForTaken, "(without a cursor) lost a change")]
    [InlineData(Misdeed.TellsOldValuesAgain, "n=1 came after n=")]
    [InlineData(Misdeed.GivesNoCursor, "was given no cursor")]
    [InlineData(Misdeed.LetsUpdatePollsHang, "got no answer within its time-out")]
    [InlineData(Misdeed.OffersAnsweredCommands, "came again after its answer was taken")]
    [InlineData(Misdeed.LosesCommands, "ended with 504")]
    [InlineData(Misdeed.MixesUpAnswers, "ended with 200 {\"n\":\"another\"}")]
    [InlineData(Misdeed.RepeatsIds, "came again for another command")]
    [InlineData(Misdeed.HangsUpOnCallers, "the gateway lives and ended the connection")]
    public async Task a_broken_promise_shows(Misdeed misdeed, string fault)
    {
        var verdict = await RunAsync(misdeed, Plan);
        Assert.Contains(verdict.Faults, f => f.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_caller_whose_gateway_died_is_no_fault()
    {
        var deaths = 0;
        var verdict = await RunAsync(Misdeed.HangsUpOnCallers, Plan, deaths: () => Interlocked.Increment(ref deaths));
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(Plan.Commands + Plan.Devices, verdict.Counts["calls whose gateway died"]);
    }

    private static async Task<DownlinkVerdict> RunAsync(Misdeed misdeed, DownlinkPlan plan, Func<int>? deaths = null)
    {
        var names = Enumerable.Range(0, plan.Devices).Select(i => (Id: Guid.NewGuid(), Token: $"T{i}")).ToArray();
        await using var toy = await ToyDownlink.StartAsync(misdeed, names);
        var devices = names.Select((n, i) => new DownlinkDevice(i, n.Id, n.Token, HasCursor: i % 2 == 0, [toy.EndPoint])).ToArray();
        using var run = new DownlinkRun(plan, devices, [toy.EndPoint], _ => deaths?.Invoke() ?? 0, "token");
        return await run.RunAsync(_ => Task.CompletedTask, TestContext.Current.CancellationToken);
    }
}
