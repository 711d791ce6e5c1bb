using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>
/// The progress of fan-outs. They begin with the change of the profile, in its transaction, so that none is forgotten; that is why they are rows and no grain's state.
/// </summary>
public interface IOtaFanOutStore
{
    Task<FanOutProgress[]> LoadAsync(Guid profile, CancellationToken cancellation);

    Task<OpenFanOut?> FindOpenAsync(Guid profile, CancellationToken cancellation);

    /// <summary>Profiles that have one which is not finished.</summary>
    Task<Guid[]> ListOpenAsync(CancellationToken cancellation);

    /// <summary>The next devices of the profile that have no package of that type of their own, in the order of their numbers.</summary>
    Task<IReadOnlyList<(long Number, Guid Id)>> ListDevicesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation);

    /// <summary>Moves on, unless the profile's package has moved; the devices that were postponed wait to be told.</summary>
    /// <param name="position">Number of the last device; null: there are no more.</param>
    Task AdvanceAsync(Guid profile, OpenFanOut from, long? position, int done, IReadOnlyCollection<Guid> postponed, long now, CancellationToken cancellation);
}
