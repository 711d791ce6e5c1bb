using CsCheck;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Grains.Tests.Ota;

/// <summary>Random schedules of what operators, devices and the clock do to a roll-out, against what must hold after every step.</summary>
public sealed class RollOutProperties
{
    private const int Stages = 4;

    private static readonly Gen<(int Act, int Failed, int Updated)[]> Schedules =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 60];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void it_only_moves_forward_counts_its_versions_and_stays_over_once_it_is_over(bool automatic) => Schedules.Sample(
        schedule =>
        {
            var rollOut = new RollOutInfo(
                Guid.NewGuid(), 0, Guid.NewGuid(), OtaPackageType.Firmware, Guid.NewGuid(),
                new([.. Enumerable.Range(1, Stages).Select(n => new RollOutStage(n * 25, null))], automatic, 20, 50, 100),
                RollOutState.Running, 0, 0, 0, 0, null, null, 1);
            var now = 0L;
            foreach (var (act, failed, updated) in schedule)
            {
                now += 60;
                var before = rollOut;
                rollOut = Step(rollOut, act, failed, updated, now) ?? rollOut;
                Check(before, rollOut);
            }
        });

    private static void Check(RollOutInfo before, RollOutInfo after)
    {
        if (ReferenceEquals(before, after))
            return;
        Assert.Equal(before.Version + 1, after.Version);
        Assert.InRange(after.Stage, before.Stage, Math.Min(before.Stage + 1, Stages - 1));
        Assert.True(after.Tolerated >= before.Tolerated);
        Assert.Equal(after.State is RollOutState.Completed or RollOutState.RolledBack, after.EndedTime is not null);
        if (after.Stage != before.Stage || after.State == RollOutState.Completed)
            Assert.Equal(RollOutInfo.AllSeen, before.Position);
        if (after.State == RollOutState.Completed)
            Assert.Equal(Stages - 1, before.Stage);
        if (before.EndedTime is not null)
            Assert.Equal(before with { Position = after.Position, Version = after.Version }, after);
    }

    /// <returns>Null: it was refused.</returns>
    private static RollOutInfo? Step(RollOutInfo rollOut, int act, int failed, int updated, long now)
    {
        var states = new long[(int)OtaState.Failed + 1];
        (states[(int)OtaState.Failed], states[(int)OtaState.Updated], states[(int)OtaState.Initiated]) = (failed, updated, 2);
        return act switch
        {
            0 => RollOutRules.Watch(rollOut, new(20, states), now),
            1 => RollOutRules.Advance(rollOut, now).Value,
            2 => RollOutRules.Pause(rollOut, null).Value,
            3 => RollOutRules.Resume(rollOut, failed).Value,
            4 when rollOut.Version > 12 => RollOutRules.RollBack(rollOut, now).Value,
            5 => rollOut.Position == RollOutInfo.AllSeen ? null : RollOutRules.MoveOn(rollOut, rollOut.Position + 1),
            6 => rollOut.Position == RollOutInfo.AllSeen ? null : RollOutRules.MoveOn(rollOut, null),
            _ => null,
        };
    }
}
