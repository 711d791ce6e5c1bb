using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>
/// The bytes of packages. An upload is begun under an id of the caller's choice, filled chunk by chunk and completed; until then nobody sees it, and one that is
/// given up is swept away. Every call may come twice.
/// </summary>
[Alias("OrleansIot.IOtaContent")]
public interface IOtaContent : IGrainWithIntegerKey
{
    /// <summary>NotFound; Invalid: the package has data, or a URL.</summary>
    [ResponseTimeout("00:00:02"), Alias("Begin")]
    Task<Answer<bool>> Begin(Caller caller, Guid package, Guid content);

    /// <summary>Stores a chunk; chunks may come in any order. NotFound: the upload was given up.</summary>
    [ResponseTimeout("00:00:02"), Alias("Append")]
    Task<Outcome> Append(Guid content, int index, byte[] data);

    /// <summary>Gives the package its data. Invalid: chunks are missing, or the package has data by now.</summary>
    [Alias("Complete")]
    Task<Answer<OtaPackageInfo>> Complete(Caller caller, Guid package, OtaFile file);

    /// <summary>Gives the upload up.</summary>
    [Alias("Abandon")]
    Task Abandon(Guid content);

    /// <summary>A chunk; null when there is none (any more).</summary>
    [ResponseTimeout("00:00:02"), Alias("Read")]
    Task<byte[]?> Read(Guid content, int index);
}
