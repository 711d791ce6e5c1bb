using Microsoft.Data.Sqlite;
using OrleansIot.Alarms;
using OrleansIot.Grains.Alarms;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Alarms;

internal sealed class SqliteAlarmStore(SqliteDatabase database, TimeProvider time) : IAlarmStore
{
    public Task<AlarmInfo?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(c => Load(c, id), cancellation);

    public Task<AlarmInfo?> FindActiveAsync(Guid deviceId, string type, CancellationToken cancellation) => database.ReadAsync(c => FindActive(c, deviceId, type), cancellation);

    public Task<AlarmRaised?> RaiseAsync(AlarmRaise raise, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return database.WriteAsync(
            connection =>
            {
                (string, object?)[] parameters =
                [
                    ("@id", id.Text()), ("@now", raise.Now), ("@device", raise.DeviceId.Text()), ("@type", raise.Type), ("@severity", (int)raise.Severity), ("@details", raise.Details.Text()),
                ];
                var isNew = connection.Execute(AlarmSql.Raise, parameters) == 0;
                try
                {
                    if (isNew)
                        connection.Execute(AlarmSql.Insert, parameters);
                }
                catch (SqliteException exception) when (exception.IsDangling())
                {
                    return null;
                }
                return new AlarmRaised(FindActive(connection, raise.DeviceId, raise.Type)!, isNew);
            },
            cancellation);
    }

    public Task<AlarmInfo?> ClearAsync(Guid id, long now, byte[]? details, CancellationToken cancellation) =>
        ChangeAsync(id, AlarmSql.Clear, [("@id", id.Text()), ("@now", now), ("@details", details.Text())], cancellation);

    public Task<AlarmInfo?> AcknowledgeAsync(Guid id, long now, CancellationToken cancellation) =>
        ChangeAsync(id, AlarmSql.Acknowledge, [("@id", id.Text()), ("@now", now)], cancellation);

    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(c => c.Execute(AlarmSql.Delete, ("@id", id.Text())) == 1, cancellation);

    public Task<Answer<Page<AlarmInfo>>> ListAsync(AlarmQuery query, CancellationToken cancellation) =>
        AlarmSql.List.ReadAsync(database, query.Page, AlarmSql.Filter, AlarmSql.Parameters(query), cancellation);

    private Task<AlarmInfo?> ChangeAsync(Guid id, string sql, (string, object?)[] parameters, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.Execute(sql, parameters) == 1 ? Load(connection, id) : null, cancellation);

    private static AlarmInfo? Load(SqliteConnection connection, Guid id) => connection.Query(AlarmSql.Load, AlarmSql.Map, ("@id", id.Text())).First();

    private static AlarmInfo? FindActive(SqliteConnection connection, Guid device, string type) =>
        connection.Query(AlarmSql.FindActive, AlarmSql.Map, ("@device", device.Text()), ("@type", type)).First();
}
