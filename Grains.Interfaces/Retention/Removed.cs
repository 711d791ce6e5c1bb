namespace OrleansIot.Retention;

/// <summary>What was removed.</summary>
/// <param name="Readings">Readings; where a whole partition was dropped, as many as the database believes it held.</param>
/// <param name="Partitions">Partitions dropped whole.</param>
/// <param name="Bytes">Bytes given back to the file system (partitions) or free to be used again (rows).</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Removed")]
public sealed record Removed([property: Id(0)] long Readings, [property: Id(1)] long Partitions, [property: Id(2)] long Bytes)
{
    public static readonly Removed Nothing = new(0, 0, 0);

    public static Removed operator +(Removed left, Removed right) =>
        new(left.Readings + right.Readings, left.Partitions + right.Partitions, left.Bytes + right.Bytes);
}
