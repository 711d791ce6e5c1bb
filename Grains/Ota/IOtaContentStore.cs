using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>The chunks of packages' data: written once, each in a transaction of its own, and never changed.</summary>
public interface IOtaContentStore
{
    /// <summary>Makes room for an upload, or finds the one of the same id. NotFound; Invalid: the package has data, or a URL.</summary>
    /// <param name="now">Milliseconds since 1970; an upload that rests long is given up.</param>
    Task<Answer<bool>> BeginAsync(Guid package, Guid content, long now, CancellationToken cancellation);

    /// <summary>Stores a chunk where it is not there yet. False: there is no such upload (any more).</summary>
    Task<bool> AppendAsync(Guid content, int index, byte[] data, long now, CancellationToken cancellation);

    /// <summary>
    /// Gives the package its data, and ends the upload. A repetition answers the same. NotFound; Invalid: the chunks are not those of the file, or the package has
    /// data by now.
    /// </summary>
    Task<Answer<OtaPackageInfo>> CompleteAsync(Guid package, OtaFile file, CancellationToken cancellation);

    /// <summary>Gives an upload up; its chunks go later.</summary>
    Task AbandonAsync(Guid content, CancellationToken cancellation);

    Task<byte[]?> ReadAsync(Guid content, int index, CancellationToken cancellation);

    /// <summary>Gives up the uploads that have rested since <paramref name="before"/>, and deletes some chunks that nobody needs.</summary>
    /// <returns>Whether there may be more of them.</returns>
    Task<bool> SweepAsync(long before, CancellationToken cancellation);
}
