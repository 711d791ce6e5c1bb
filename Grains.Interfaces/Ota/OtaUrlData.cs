namespace OrleansIot.Ota;

/// <summary>What is said of data that lies elsewhere. Nobody here has seen it.</summary>
/// <param name="Size">Bytes; null: not known.</param>
/// <param name="Checksum">Hex; null, like the algorithm: not known.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.OtaUrlData")]
public sealed record OtaUrlData([property: Id(0)] long? Size, [property: Id(1)] ChecksumAlgorithm? Algorithm, [property: Id(2)] string? Checksum);
