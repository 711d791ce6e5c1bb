namespace OrleansIot.Race.References;

/// <summary>What a reference grain keeps: the latest values, and how often they were written.</summary>
[GenerateSerializer]
[Alias("race.state")]
public sealed class ReferenceState
{
    [Id(0)]
    public long Writes { get; set; }

    [Id(1)]
    public long Ts { get; set; }

    [Id(2)]
    public double First { get; set; }

    [Id(3)]
    public double Second { get; set; }

    [Id(4)]
    public double Third { get; set; }
}
