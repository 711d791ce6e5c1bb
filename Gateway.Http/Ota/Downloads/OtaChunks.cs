using OrleansIot.Gateway.Calls;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Gets chunks of packages' data from the silos.</summary>
internal sealed class OtaChunks(IGrainFactory grains, CallPolicy calls)
{
    /// <exception cref="ContentGoneException">The package was deleted.</exception>
    public async Task<byte[]> ReadAsync(OtaFile file, int index) =>
        await calls.RunAsync(() => grains.GetGrain<IOtaContent>(0).Read(file.Content, index), CancellationToken.None) ?? throw new ContentGoneException();
}
