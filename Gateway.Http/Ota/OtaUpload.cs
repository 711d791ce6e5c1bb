using Microsoft.Extensions.Options;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Ota;

/// <summary>Carries the data of a package to the silos, a few chunks at a time, whatever its size. What is not completed is given up.</summary>
internal sealed class OtaUpload(IGrainFactory grains, CallPolicy calls, IOptions<OtaOptions> options)
{
    private const int ChunkSize = 64 << 10;

    private static readonly Answer<OtaPackageInfo> Swept = new Refusal(Outcome.Invalid, "The upload was given up: it rested too long");
    private static readonly Refusal Empty = new(Outcome.Invalid, "Otapackage file is empty");
    private static readonly Refusal WrongChecksum = new(Outcome.Invalid, "Wrong otaPackage file!");

    public long MaxBytes => options.Value.MaxPackageBytes;

    /// <param name="checksum">What the data should have; null: it is computed.</param>
    /// <exception cref="PayloadTooLargeException">The data is larger than <see cref="MaxBytes"/>.</exception>
    public async Task<Answer<OtaPackageInfo>> StoreAsync(
        Caller caller, Guid package, OtaPart part, ChecksumAlgorithm algorithm, string? checksum, CancellationToken cancellation)
    {
        var silos = grains.GetGrain<IOtaContent>(0);
        var content = Guid.NewGuid();
        var begun = await calls.RunAsync(() => silos.Begin(caller, package, content), cancellation);
        if (begun.Outcome != Outcome.Done)
            return new(begun.Outcome, null, begun.Reason);
        var completed = false;
        try
        {
            using var data = new OtaDataReader(part.Data, algorithm, ChunkSize, MaxBytes);
            if (!await SendAsync(silos, content, data, cancellation))
                return Swept;
            var file = data.Finish(content, part.FileName, part.ContentType);
            if (file.Size == 0)
                return Empty;
            if (checksum is not null && !checksum.Equals(file.Checksum, StringComparison.OrdinalIgnoreCase))
                return WrongChecksum;
            var answer = await calls.RunAsync(() => silos.Complete(caller, package, file), cancellation);
            completed = answer.Outcome == Outcome.Done;
            return answer;
        }
        finally
        {
            // Where nobody hears of it, the upload rests and is swept.
            if (!completed)
                await silos.Abandon(content).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>False: the upload was given up meanwhile.</summary>
    private async Task<bool> SendAsync(IOtaContent silos, Guid content, OtaDataReader data, CancellationToken cancellation)
    {
        var underWay = new Queue<Task<Outcome>>();
        try
        {
            for (var index = 0; await data.NextAsync(cancellation) is { } chunk; index++)
            {
                if (underWay.Count == options.Value.ChunksInFlight && await underWay.Dequeue() != Outcome.Done)
                    return false;
                underWay.Enqueue(AppendAsync(silos, content, index, chunk, cancellation));
            }
        }
        finally
        {
            // None may be stored after the upload is given up.
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return (await Task.WhenAll(underWay)).All(outcome => outcome == Outcome.Done);
    }

    private Task<Outcome> AppendAsync(IOtaContent silos, Guid content, int index, byte[] chunk, CancellationToken cancellation) =>
        calls.RunAsync(() => silos.Append(content, index, chunk), cancellation);
}
