using Npgsql;
using OrleansIot.Grains.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal sealed class PostgresOtaAssignmentStore(NpgsqlDataSource database) : IOtaAssignmentStore
{
    public async Task<OtaSituation> LoadAsync(long device, CancellationToken cancellation) =>
        OtaAssignmentSql.Situation(await database.QueryAsync(OtaAssignmentSql.Load, OtaAssignmentSql.Map, cancellation, device).ConfigureAwait(false));

    public async Task<Guid[]> ListDueAsync(TimeSpan age, int limit, CancellationToken cancellation) =>
        [.. await database.QueryAsync(OtaAssignmentSql.ListDue, row => row.GetGuid(0), cancellation, age, limit).ConfigureAwait(false)];

    public Task AddDueAsync(IReadOnlyCollection<Guid> devices, CancellationToken cancellation) =>
        devices.Count == 0 ? Task.CompletedTask : database.ExecuteAsync(OtaAssignmentSql.AddDue, cancellation, [devices.ToArray()]);
}
