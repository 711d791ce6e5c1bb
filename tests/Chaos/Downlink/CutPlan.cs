namespace OrleansIot.Chaos.Downlink;

/// <summary>How one poll's connection is treated.</summary>
/// <param name="WithError">Cut with a reset instead of an orderly end.</param>
/// <param name="Delay">From the poll's sending to a cut while parked.</param>
internal readonly record struct CutPlan(CutMoment Moment, bool WithError, TimeSpan Delay)
{
    public static CutPlan Draw(Random random, DownlinkPlan plan)
    {
        if (random.NextDouble() >= plan.CutShare)
            return default;
        var moment = (CutMoment)random.Next((int)CutMoment.WhileParked, (int)CutMoment.AfterAnswer + 1);
        return new CutPlan(moment, random.Next(2) == 0, plan.PollTimeout / 2 * random.NextDouble());
    }
}
