using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Ota;

public sealed class RollOutRulesTests
{
    private const long Start = 1_700_000_000_000;

    [Fact]
    public void a_share_of_the_fleet_is_reached_and_every_further_stage_keeps_it()
    {
        var rollOut = RollOut(Plan(new(5, null), new(25, null), new(100, null)));
        var fleet = Enumerable.Range(0, 20_000).Select(number => new RollOutCandidate(number, Guid.NewGuid(), null)).ToArray();
        var first = Reached(rollOut, fleet);
        var second = Reached(rollOut with { Stage = 1 }, fleet);
        Assert.InRange(first.Count, 800, 1_200);
        Assert.InRange(second.Count, 4_600, 5_400);
        Assert.Subset(second, first);
        Assert.Equal(fleet.Length, Reached(rollOut with { Stage = 2 }, fleet).Count);
    }

    [Fact]
    public void other_roll_outs_begin_with_other_devices()
    {
        var fleet = Enumerable.Range(0, 2_000).Select(number => new RollOutCandidate(number, Guid.NewGuid(), null)).ToArray();
        var plan = Plan(new(50, null), new(100, null));
        var both = Reached(RollOut(plan), fleet);
        both.IntersectWith(Reached(RollOut(plan), fleet));
        Assert.InRange(both.Count, 350, 650);
    }

    [Fact]
    public void rings_reach_the_devices_that_are_in_them_and_nobody_else()
    {
        var rollOut = RollOut(Plan(new(null, ["canary"]), new(null, ["a", "b"])));
        Assert.True(RollOutRules.Reaches(rollOut, InRing("canary")));
        Assert.False(RollOutRules.Reaches(rollOut, InRing("Canary")));
        Assert.False(RollOutRules.Reaches(rollOut, InRing("b")));
        Assert.False(RollOutRules.Reaches(rollOut, InRing(null)));
        Assert.True(RollOutRules.Reaches(rollOut with { Stage = 1 }, InRing("b")));
        Assert.True(RollOutRules.Reaches(rollOut with { Stage = 1 }, InRing("canary")));
    }

    [Fact]
    public void plans_that_make_no_sense_are_refused()
    {
        Assert.Null(RollOutRules.Check(Plan(new(null, ["canary"]), new(10, null), new(null, ["b"]), new(100, null))));
        Assert.NotNull(RollOutRules.Check(Plan()));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(null, null))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(5, ["a"]))));
        Assert.NotNull(RollOutRules.Check(Plan(new(10, null), new(10, null))));
        Assert.NotNull(RollOutRules.Check(Plan(new(10, null), new(null, ["a"]), new(5, null))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(100.5, null))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(double.NaN, null))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(null, []))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(null, [""]))));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(100, null)) with { MaxFailedPercent = double.NaN }));
        Assert.NotNull(RollOutRules.Check(Plan(new RollOutStage(100, null)) with { Soak = -1 }));
    }

    [Fact]
    public void above_the_share_of_failures_it_pauses_and_says_why()
    {
        var rollOut = RollOut(Plan(new(10, null), new(100, null)) with { MaxFailedPercent = 10 });
        Assert.Same(rollOut, RollOutRules.Watch(rollOut, Counts(reached: 20, failed: 2, updated: 0), Start));
        var paused = RollOutRules.Watch(rollOut, Counts(reached: 20, failed: 3, updated: 0), Start);
        Assert.Equal((RollOutState.Paused, "3 of 20 devices failed"), (paused.State, paused.Reason));
    }

    [Fact]
    public void failures_that_somebody_resumed_in_spite_of_do_not_pause_it_again()
    {
        var paused = RollOut(Plan(new(10, null), new(100, null))) with { State = RollOutState.Paused, Reason = "3 of 20 devices failed" };
        var resumed = RollOutRules.Resume(paused, failed: 3).Value!;
        Assert.Same(resumed, RollOutRules.Watch(resumed, Counts(reached: 20, failed: 3, updated: 0), Start));
        Assert.Equal(RollOutState.Paused, RollOutRules.Watch(resumed, Counts(reached: 20, failed: 4, updated: 0), Start).State);
    }

    [Fact]
    public void an_automatic_one_opens_the_next_stage_once_enough_have_finished_and_the_stage_is_old_enough()
    {
        var rollOut = RollOut(Plan(new(10, null), new(100, null)) with { Automatic = true, MinFinishedPercent = 90, MaxFailedPercent = 50, Soak = 1_000 });
        Assert.Same(rollOut, RollOutRules.Watch(rollOut, Counts(reached: 10, failed: 1, updated: 7), Start + 1_000));
        Assert.Same(rollOut, RollOutRules.Watch(rollOut, Counts(reached: 10, failed: 1, updated: 8), Start + 999));
        var opening = rollOut with { Position = 5 };
        Assert.Same(opening, RollOutRules.Watch(opening, Counts(reached: 10, failed: 1, updated: 8), Start + 1_000));
        var next = RollOutRules.Watch(rollOut, Counts(reached: 10, failed: 1, updated: 8), Start + 1_000);
        Assert.Equal((1, Start + 1_000, 0L, RollOutState.Running), (next.Stage, next.StageTime, next.Position, next.State));
    }

    [Fact]
    public void by_hand_it_moves_only_when_somebody_says_so_and_ends_after_the_last_stage()
    {
        var rollOut = RollOut(Plan(new(10, null), new(100, null)));
        Assert.Same(rollOut, RollOutRules.Watch(rollOut, Counts(reached: 10, failed: 0, updated: 10), Start + 1_000_000));
        var second = RollOutRules.Advance(rollOut, Start + 5).Value!;
        Assert.Equal((1, 0L), (second.Stage, second.Position));
        Assert.Equal(Outcome.Invalid, RollOutRules.Advance(second, Start + 6).Outcome);
        var over = RollOutRules.Advance(second with { Position = RollOutInfo.AllSeen }, Start + 7).Value!;
        Assert.Equal((RollOutState.Completed, Start + 7), (over.State, over.EndedTime));
    }

    [Fact]
    public void nothing_moves_what_is_over()
    {
        var over = RollOutRules.RollBack(RollOut(Plan(new(10, null), new(100, null))), Start).Value!;
        Assert.Equal((RollOutState.RolledBack, 0L), (over.State, over.Position));
        foreach (var answer in (Answer<RollOutInfo>[])[RollOutRules.Advance(over, Start), RollOutRules.Pause(over, null), RollOutRules.Resume(over, 0), RollOutRules.RollBack(over, Start)])
            Assert.Equal(Outcome.Invalid, answer.Outcome);
        Assert.Same(over, RollOutRules.Watch(over, Counts(reached: 10, failed: 10, updated: 0), Start));
    }

    private static HashSet<long> Reached(RollOutInfo rollOut, RollOutCandidate[] fleet) =>
        [.. fleet.Where(device => RollOutRules.Reaches(rollOut, device)).Select(device => device.Number)];

    private static RollOutCandidate InRing(string? ring) => new(1, Guid.NewGuid(), ring);

    private static RollOutPlan Plan(params RollOutStage[] stages) => new(stages, Automatic: false, MaxFailedPercent: 0, MinFinishedPercent: 100, Soak: 0);

    private static RollOutCounts Counts(int reached, int failed, int updated)
    {
        var states = new long[(int)OtaState.Failed + 1];
        (states[(int)OtaState.Failed], states[(int)OtaState.Updated], states[(int)OtaState.Initiated]) = (failed, updated, reached - failed - updated);
        return new(reached, states);
    }

    private static RollOutInfo RollOut(RollOutPlan plan) => new(
        Guid.NewGuid(), Start, Guid.NewGuid(), OtaPackageType.Firmware, Guid.NewGuid(), plan, RollOutState.Running, 0, Start, RollOutInfo.AllSeen, 0, null, null, 1);
}
