using System.Globalization;
using OrleansIot.Chaos.Kills;

namespace OrleansIot.Chaos.Downlink;

/// <summary>What a downlink run showed whose silos and gateways were killed meanwhile.</summary>
/// <param name="VotedOut">Silos that the others declared dead.</param>
/// <param name="FalselyVotedOut">Those of them that nobody had killed.</param>
internal sealed record DisturbedVerdict(DownlinkVerdict Downlink, IReadOnlyList<Kill> Kills, int VotedOut, IReadOnlyList<string> FalselyVotedOut)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kills.Count} kills: {string.Join(", ", Kills.Select(k => k.Name))}\nsilos voted out: {VotedOut}, of these alive and well: {FalselyVotedOut.Count} {string.Join(", ", FalselyVotedOut)}\n{Downlink}");
}
