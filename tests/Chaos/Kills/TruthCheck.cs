using System.Globalization;
using OrleansIot.Servers;

namespace OrleansIot.Chaos.Kills;

/// <summary>What a comparison of all acknowledgements with the database found.</summary>
/// <param name="Latest">The latest values that people are shown.</param>
/// <param name="Duplicates">Rows of readings that are there twice.</param>
internal sealed record TruthCheck(Audit Readings, Audit Attributes, Audit Latest, long Duplicates)
{
    public bool Holds => Readings.Holds && Attributes.Holds && Latest.Holds && Duplicates == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"truth, readings: {Readings}, {Duplicates} rows twice\ntruth, attributes: {Attributes}\ntruth, latest values: {Latest}");
}
