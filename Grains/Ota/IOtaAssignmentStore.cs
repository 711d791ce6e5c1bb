namespace OrleansIot.Grains.Ota;

/// <summary>Which packages devices are to run.</summary>
public interface IOtaAssignmentStore
{
    Task<OtaSituation> LoadAsync(long device, CancellationToken cancellation);

    /// <summary>Ids of devices that have waited for at least <paramref name="age"/> to be told of a package, what waits longest first.</summary>
    Task<Guid[]> ListDueAsync(TimeSpan age, int limit, CancellationToken cancellation);

    /// <summary>The devices wait to be told; those that did already go to the end.</summary>
    Task AddDueAsync(IReadOnlyCollection<Guid> devices, CancellationToken cancellation);
}
