using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Gets chunks of packages' data from where it is stored.</summary>
internal interface IOtaChunks
{
    /// <exception cref="ContentGoneException">The package was deleted.</exception>
    Task<byte[]> ReadAsync(OtaFile file, int index);
}
