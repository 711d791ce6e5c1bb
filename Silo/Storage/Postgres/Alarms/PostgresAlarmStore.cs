using Npgsql;
using OrleansIot.Alarms;
using OrleansIot.Grains.Alarms;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Alarms;

internal sealed class PostgresAlarmStore(NpgsqlDataSource database, TimeProvider time) : IAlarmStore
{
    public Task<AlarmInfo?> LoadAsync(Guid id, CancellationToken cancellation) => FindAsync(AlarmSql.Load, cancellation, id);

    public Task<AlarmInfo?> FindActiveAsync(Guid deviceId, string type, CancellationToken cancellation) =>
        type.IsStorable() ? FindAsync(AlarmSql.FindActive, cancellation, deviceId, type) : Task.FromResult<AlarmInfo?>(null);

    public async Task<AlarmRaised?> RaiseAsync(AlarmRaise raise, CancellationToken cancellation)
    {
        try
        {
            var id = Guid.CreateVersion7(time.GetUtcNow());
            var raised = await database.QueryAsync(
                AlarmSql.Raise, row => new AlarmRaised(AlarmSql.Map(row), AlarmSql.IsNew(row)), cancellation,
                id, raise.Now, raise.DeviceId, raise.Type, raise.Type.Folded(), (short)raise.Severity, raise.Details.Text()).ConfigureAwait(false);
            return raised.First();
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return null;
        }
    }

    public Task<AlarmInfo?> ClearAsync(Guid id, long now, byte[]? details, CancellationToken cancellation) => FindAsync(AlarmSql.Clear, cancellation, id, now, details.Text());

    public Task<AlarmInfo?> AcknowledgeAsync(Guid id, long now, CancellationToken cancellation) => FindAsync(AlarmSql.Acknowledge, cancellation, id, now);

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellation) => await database.ExecuteAsync(AlarmSql.Delete, cancellation, id).ConfigureAwait(false) == 1;

    public async Task<Answer<Page<AlarmInfo>>> ListAsync(AlarmQuery query, CancellationToken cancellation)
    {
        // What the database cannot hold, no alarm is called.
        if (query.Type?.IsStorable() is false)
            return new Page<AlarmInfo>([], 0, query.Page.PageSize, query.Page.PageNumber);
        var filter = AlarmSql.Filter(query);
        return await AlarmSql.List.ReadAsync(database, query.Page, filter.Where, filter.Parameters, cancellation).ConfigureAwait(false);
    }

    private async Task<AlarmInfo?> FindAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.QueryAsync(sql, AlarmSql.Map, cancellation, parameters).ConfigureAwait(false)).First();
}
