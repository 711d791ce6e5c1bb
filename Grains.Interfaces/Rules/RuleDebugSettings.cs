namespace OrleansIot.Rules;

/// <summary>Which messages of a node are kept for its debug stream. Those that fail are kept whatever this says.</summary>
/// <param name="All">All, for as long as this says so.</param>
/// <param name="AllUntil">All until then, milliseconds since 1970; 0: never.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleDebugSettings")]
public sealed record RuleDebugSettings([property: Id(0)] bool Failures, [property: Id(1)] bool All, [property: Id(2)] long AllUntil)
{
    public static readonly RuleDebugSettings Off = new(false, false, 0);

    public bool IsOn(long now) => All || AllUntil > now;
}
