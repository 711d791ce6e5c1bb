using System.Globalization;

namespace OrleansIot.Chaos.Kills;

/// <summary>What a kill run showed.</summary>
/// <param name="VotedOut">Silos that the others declared dead.</param>
/// <param name="FalselyVotedOut">Those of them that nobody had killed.</param>
internal sealed record KillVerdict(KillReport Report, TruthCheck Truth, int VotedOut, IReadOnlyList<string> FalselyVotedOut)
{
    private const double LeastSuccess = 0.999;

    private static readonly TimeSpan LongestSiloOutage = TimeSpan.FromSeconds(3);

    /// <summary>Bars that were not reached, in words. Times count on a machine that has nothing else to do.</summary>
    public IEnumerable<string> Missed()
    {
        if (!Truth.Holds)
            yield return "what was acknowledged is not what is stored";
        if (Report.LongestOutage(KillTarget.Silo) > LongestSiloOutage)
            yield return $"a device was served again later than {LongestSiloOutage.TotalSeconds:N0} s after a silo's death";
        if (Report.Success < LeastSuccess)
            yield return $"less than {LeastSuccess:P1} of the requests succeeded";
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Report}\nsilos voted out: {VotedOut}, of these alive and well: {FalselyVotedOut.Count} {string.Join(", ", FalselyVotedOut)}\n{Truth}");
}
