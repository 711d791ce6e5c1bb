namespace OrleansIot.Servers;

/// <summary>What a comparison of acknowledgements with the database found.</summary>
/// <param name="Acknowledged">Requests answered with 200.</param>
/// <param name="Stored">Requests whose effect is there.</param>
/// <param name="Faults">What must not be: an acknowledged value that is missing or differs, a value nobody sent. Only the first few.</param>
public sealed record Audit(long Acknowledged, long Stored, IReadOnlyList<string> Faults)
{
    /// <summary>Whether what was acknowledged is stored, and nothing else but what was sent.</summary>
    public bool Holds => Faults.Count == 0;

    public override string ToString() => Holds
        ? $"acknowledged {Acknowledged}, stored {Stored}"
        : $"acknowledged {Acknowledged}, stored {Stored}\n  {string.Join("\n  ", Faults)}";
}
