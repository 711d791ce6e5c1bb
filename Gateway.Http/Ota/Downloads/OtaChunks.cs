using OrleansIot.Gateway.Calls;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

internal sealed class OtaChunks(IGrainFactory grains, CallPolicy calls) : IOtaChunks
{
    public async Task<byte[]> ReadAsync(OtaFile file, int index) =>
        await calls.RunAsync(() => grains.GetGrain<IOtaContent>(0).Read(file.Content, index), CancellationToken.None) ?? throw new ContentGoneException();
}
