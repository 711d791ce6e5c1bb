using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Silo.Storage.Postgres.Ota;
using OrleansIot.Silo.Storage.Postgres.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed partial class PostgresDeviceStore(NpgsqlDataSource database, PostgresOptions options) : IDeviceStore
{
    public Task<DeviceSnapshot?> LoadAsync(Guid id, CancellationToken cancellation) => database.RepeatAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var sql in (string[])[DeviceSql.Load, OtaAssignmentSql.LoadById])
                batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = id } } });
            await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            if (!await reader.ReadAsync(cancellation).ConfigureAwait(false))
                return null;
            var snapshot = SnapshotMapping.Snapshot(reader);
            await reader.NextResultAsync(cancellation).ConfigureAwait(false);
            var packages = new List<(OtaAssignment, bool)>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                packages.Add(OtaAssignmentSql.Map(reader));
            return snapshot with { Packages = OtaAssignmentSql.Situation(packages) };
        },
        cancellation);

    public async Task<DeviceRecord?> LoadRecordAsync(Guid id, CancellationToken cancellation) =>
        (await database.ReadAsync(DeviceSql.Record, DeviceMapping.Record, cancellation, id).ConfigureAwait(false)).First();

    public async Task<DeviceState?> LoadStateAsync(long device, CancellationToken cancellation) =>
        (await database.ReadAsync(DeviceSql.State, row => SnapshotMapping.Numbers(row, 0), cancellation, device).ConfigureAwait(false)) is [var state] ? state : null;

    /// <summary>A repetition with the same id, name and credentials answers the device that the first one created.</summary>
    public async Task<Answer<DeviceRecord>> CreateAsync(
        Guid id, long createdTime, DeviceFields fields, NewCredentials credentials, CancellationToken cancellation)
    {
        if (DeviceCreation.Complete(credentials) is not { } complete)
            return DeviceRefusals.NoCredentialsId;
        if (await OtaAssignable.CheckAsync(database, fields, cancellation).ConfigureAwait(false) is { } unassignable)
            return unassignable;
        object?[] parameters = [id, createdTime, .. DeviceMapping.Fields(fields), Guid.NewGuid(), .. DeviceMapping.Credentials(complete)];
        Refusal refusal;
        try
        {
            if (await DeviceQuota.InsertAsync(database, options.MaxDevices, InsertAsync, cancellation).ConfigureAwait(false) is { } made)
                return made;
            refusal = DeviceRefusals.NoRoom;
        }
        catch (PostgresException exception) when (DeviceMapping.Refusal(exception) is { } found)
        {
            refusal = found;
        }

        var record = await LoadRecordAsync(id, cancellation).ConfigureAwait(false);
        return record is not null && DeviceCreation.IsRepetition(record, fields, credentials) ? record : refusal;

        async Task<DeviceRecord> InsertAsync(NpgsqlConnection connection) =>
            (await connection.QueryAsync(DeviceSql.Insert, DeviceMapping.Record, cancellation, parameters).ConfigureAwait(false)).Single();
    }

    public async Task<Answer<DeviceRecord>> UpdateAsync(Guid id, DeviceFields fields, long expectedVersion, CancellationToken cancellation) =>
        await OtaAssignable.CheckAsync(database, fields, cancellation).ConfigureAwait(false) is { } unassignable
            ? unassignable
            : await ChangeAsync(DeviceSql.Update, id, DeviceRefusals.Changed, cancellation, [id, expectedVersion, .. DeviceMapping.Fields(fields)]).ConfigureAwait(false);

    public async Task<Answer<DeviceRecord>> UpdateCredentialsAsync(Guid id, NewCredentials credentials, long expectedVersion, CancellationToken cancellation)
    {
        if (DeviceCreation.Complete(credentials) is not { } complete)
            return DeviceRefusals.NoCredentialsId;
        return await ChangeAsync(
            DeviceSql.UpdateCredentials, id, DeviceRefusals.CredentialsChanged, cancellation, [id, expectedVersion, .. DeviceMapping.Credentials(complete)]).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (await connection.ScalarAsync(DeviceSql.Delete, cancellation, id).ConfigureAwait(false) is not long device)
            return false;
        await DeletedDevices.ClearAsync(connection, device, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<TokenOwner?[]> ResolveAsync(IReadOnlyList<string> tokens, CancellationToken cancellation)
    {
        string[] storable = [.. tokens.Where(token => token.IsStorable())];
        var found = await database.RepeatAsync(
            connection => connection.QueryAsPlannedNowAsync(
                DeviceSql.Resolve, row => (Token: row.GetString(0), Owner: new TokenOwner(row.GetGuid(1), row.GetInt64(2))), cancellation, [storable]),
            cancellation).ConfigureAwait(false);

        var owners = new Dictionary<string, TokenOwner>(found.Count);
        foreach (var (token, owner) in found)
            owners[token] = owner;
        return [.. tokens.Select(token => owners.GetValueOrDefault(token))];
    }

    public async Task<DeviceInfo?> FindByNameAsync(string name, CancellationToken cancellation) =>
        name.IsStorable() ? (await database.ReadAsync(DeviceSql.InfoByName, DeviceMapping.Info, cancellation, name).ConfigureAwait(false)).First() : null;

    private async Task<Answer<DeviceRecord>> ChangeAsync(string sql, Guid id, Refusal changed, CancellationToken cancellation, object?[] parameters)
    {
        try
        {
            if ((await database.QueryAsync(sql, DeviceMapping.Record, cancellation, parameters).ConfigureAwait(false)).First() is { } record)
                return record;
            return await LoadRecordAsync(id, cancellation).ConfigureAwait(false) is null ? DeviceRefusals.NotFound : changed;
        }
        catch (PostgresException exception) when (DeviceMapping.Refusal(exception) is { } refusal)
        {
            return refusal;
        }
    }
}
