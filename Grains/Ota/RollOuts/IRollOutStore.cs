using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>Staged roll-outs and the devices that they have reached. What a device is to run follows from these rows, so they are no grain's state.</summary>
public interface IRollOutStore
{
    /// <summary>A repetition with the same id answers what the first one made. Conflict: one of the profile and the type is under way. Invalid: the package cannot be assigned.</summary>
    Task<Answer<RollOutInfo>> CreateAsync(RollOutInfo rollOut, CancellationToken cancellation);

    Task<RollOutInfo?> LoadAsync(Guid id, CancellationToken cancellation);

    /// <summary>Ids of those that something is to be done for: running ones, and ones whose devices are not all told of the roll back.</summary>
    Task<Guid[]> ListActiveAsync(CancellationToken cancellation);

    /// <summary>
    /// Changes the row where it still has <paramref name="from"/>'s version. Devices that are reached wait to be told from then on. A roll-out that is completed gives its package
    /// to the profile, whose fan-out begins. False: somebody else has changed it.
    /// </summary>
    /// <param name="reached">Numbers of devices.</param>
    Task<bool> MoveAsync(RollOutInfo from, RollOutInfo to, IReadOnlyCollection<long> reached, CancellationToken cancellation);

    /// <summary>The next devices of the profile that have no package of the type of their own, in the order of their numbers.</summary>
    Task<IReadOnlyList<RollOutCandidate>> ListCandidatesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation);

    /// <summary>The next devices that were reached, in the order of their numbers.</summary>
    Task<IReadOnlyList<RollOutCandidate>> ListReachedAsync(Guid rollOut, long after, int limit, CancellationToken cancellation);

    Task<RollOutCounts> CountAsync(RollOutInfo rollOut, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<RollOutInfo>>> ListAsync(PageQuery query, Guid? profile, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<RollOutDevice>>> ListDevicesAsync(RollOutInfo rollOut, OtaState? state, PageQuery query, CancellationToken cancellation);
}
