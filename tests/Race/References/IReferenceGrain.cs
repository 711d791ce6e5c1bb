namespace OrleansIot.Race.References;

/// <summary>A device the way Orleans' introduction shows it: a grain with persistent state.</summary>
[Alias("race.IReferenceGrain")]
public interface IReferenceGrain : IGrainWithIntegerKey
{
    /// <summary>Returns when the state is written.</summary>
    [Alias("Store")]
    Task Store(long ts, double first, double second, double third);

    /// <summary>The three values.</summary>
    [Alias("Read")]
    Task<double[]> Read();
}
