using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

[StatelessWorker, Reentrant]
public sealed class OtaContent(IOtaContentStore store, TimeProvider time) : Grain, IOtaContent
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<Answer<bool>> Begin(Caller caller, Guid package, Guid content) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.BeginAsync(package, content, Now, CancellationToken.None);

    public async Task<Outcome> Append(Guid content, int index, byte[] data) =>
        await store.AppendAsync(content, index, data, Now, CancellationToken.None) ? Outcome.Done : Outcome.NotFound;

    public async Task<Answer<OtaPackageInfo>> Complete(Caller caller, Guid package, OtaFile file) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.CompleteAsync(package, file, CancellationToken.None);

    public Task Abandon(Guid content) => store.AbandonAsync(content, CancellationToken.None);

    public Task<byte[]?> Read(Guid content, int index) => store.ReadAsync(content, index, CancellationToken.None);
}
