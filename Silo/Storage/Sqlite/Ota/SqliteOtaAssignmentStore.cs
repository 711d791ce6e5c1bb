using System.Text.Json;
using OrleansIot.Grains.Ota;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal sealed class SqliteOtaAssignmentStore(SqliteDatabase database) : IOtaAssignmentStore
{
    public Task<OtaSituation> LoadAsync(long device, CancellationToken cancellation) =>
        database.ReadAsync(connection => OtaAssignmentSql.Read(connection, device), cancellation);

    public Task<Guid[]> ListDueAsync(TimeSpan age, int limit, CancellationToken cancellation) => database.ReadAsync<Guid[]>(
        connection => [.. connection.Query(OtaAssignmentSql.ListDue, row => row.Id(0), ("@age", (long)age.TotalMilliseconds), ("@limit", limit))], cancellation);

    public Task AddDueAsync(IReadOnlyCollection<Guid> devices, CancellationToken cancellation) => devices.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            connection => connection.Execute(OtaAssignmentSql.AddDue, ("@devices", JsonSerializer.Serialize(devices.Select(d => d.Text())))), cancellation);
}
