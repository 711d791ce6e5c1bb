using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>The rows of packages. Every write is one transaction; title and version together are unique.</summary>
public interface IOtaPackageStore
{
    /// <summary>A repetition with the same id answers what the first one made. Conflict: title and version are taken. Invalid: no such profile.</summary>
    Task<Answer<OtaPackageInfo>> CreateAsync(Guid id, long createdTime, OtaPackageFields fields, CancellationToken cancellation);

    Task<OtaPackageInfo?> LoadAsync(Guid id, CancellationToken cancellation);

    Task<Answer<OtaPackageInfo>> UpdateInfoAsync(Guid id, byte[]? additionalInfo, CancellationToken cancellation);

    /// <summary>The data goes later, chunk by chunk. NotFound; Invalid: a device, a profile or a roll-out that is under way has it.</summary>
    Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<OtaPackageInfo>>> ListAsync(OtaPackageQuery query, CancellationToken cancellation);
}
