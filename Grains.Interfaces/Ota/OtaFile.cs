namespace OrleansIot.Ota;

/// <summary>The data of a package, stored in immutable chunks.</summary>
/// <param name="Content">Names the chunks; another upload has another one.</param>
/// <param name="ContentType">A media type.</param>
/// <param name="Checksum">Lower-case hex.</param>
/// <param name="Size">Bytes, at least 1.</param>
/// <param name="Sha256">Lower-case hex over all bytes: what gateways keep the data under, and the entity tag.</param>
/// <param name="ChunkSize">Bytes of every chunk but the last.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.OtaFile")]
public sealed record OtaFile(
    [property: Id(0)] Guid Content,
    [property: Id(1)] string Name,
    [property: Id(2)] string ContentType,
    [property: Id(3)] ChecksumAlgorithm Algorithm,
    [property: Id(4)] string Checksum,
    [property: Id(5)] long Size,
    [property: Id(6)] string Sha256,
    [property: Id(7)] int ChunkSize)
{
    public int ChunkCount => (int)((Size + ChunkSize - 1) / ChunkSize);
}
