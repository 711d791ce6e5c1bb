namespace OrleansIot.Ota;

/// <summary>The devices of a roll-out's profile that have no package of their own.</summary>
/// <param name="Total">All of them.</param>
/// <param name="States">Those that the roll-out has reached, by how far they are with its package; index is <see cref="OtaState"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutCounts")]
public sealed record RollOutCounts([property: Id(0)] long Total, [property: Id(1)] long[] States)
{
    public long Reached => States.Sum();

    public long Of(OtaState state) => States[(int)state];
}
