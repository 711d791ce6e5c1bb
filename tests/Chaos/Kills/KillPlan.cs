namespace OrleansIot.Chaos.Kills;

/// <summary>How often, how densely and what to kill.</summary>
/// <param name="Every">The least time from one kill to the next; a random part of it comes on top.</param>
/// <param name="Targets">Each is hit about equally often, in random order.</param>
/// <param name="Seed">Replays the same targets and instants.</param>
internal sealed record KillPlan(int Kills, TimeSpan Every, IReadOnlyList<KillTarget> Targets, int Seed)
{
    private const double Jitter = 0.25;

    /// <summary>The longest time that what was killed stays away.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(6);

    /// <summary>What to hit, how long to wait after the last kill, and how long it stays away.</summary>
    public IEnumerable<(KillTarget Target, TimeSpan Pause, TimeSpan Absence)> Draw()
    {
        var random = new Random(Seed);
        var round = Array.Empty<KillTarget>();
        for (var i = 0; i < Kills; i++)
        {
            if (i % Targets.Count == 0)
            {
                round = [.. Targets];
                random.Shuffle(round);
            }

            yield return (round[i % Targets.Count], Every * (1 + (Jitter * random.NextDouble())), LongestAbsence * random.NextDouble());
        }
    }
}
