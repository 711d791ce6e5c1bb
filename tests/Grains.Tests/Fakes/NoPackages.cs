using OrleansIot.Grains.Ota;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>No device has firmware or software.</summary>
internal sealed class NoPackages : IOtaAssignmentStore
{
    public Task<OtaSituation> LoadAsync(long device, CancellationToken cancellation) => Task.FromResult(OtaSituation.None);

    public Task<Guid[]> ListDueAsync(TimeSpan age, int limit, CancellationToken cancellation) => Task.FromResult<Guid[]>([]);

    public Task AddDueAsync(IReadOnlyCollection<Guid> devices, CancellationToken cancellation) => Task.CompletedTask;
}
