using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed partial class PostgresDeviceStore(NpgsqlDataSource database) : IDeviceStore
{
    public async Task<DeviceSnapshot?> LoadAsync(Guid id, CancellationToken cancellation) =>
        (await database.ReadAsync(DeviceSql.Load, SnapshotMapping.Snapshot, cancellation, id).ConfigureAwait(false)).First();

    public async Task<DeviceRecord?> LoadRecordAsync(Guid id, CancellationToken cancellation) =>
        (await database.ReadAsync(DeviceSql.Record, DeviceMapping.Record, cancellation, id).ConfigureAwait(false)).First();

    public async Task<long?> LoadAttributesVersionAsync(long device, CancellationToken cancellation) =>
        (await database.ReadAsync(DeviceSql.AttributesVersion, row => row.GetInt64(0), cancellation, device).ConfigureAwait(false)) is [var version] ? version : null;

    /// <summary>A repetition with the same id, name and credentials answers the device that the first one created.</summary>
    public async Task<Answer<DeviceRecord>> CreateAsync(
        Guid id, long createdTime, DeviceFields fields, NewCredentials credentials, CancellationToken cancellation)
    {
        if (DeviceCreation.Complete(credentials) is not { } complete)
            return DeviceRefusals.NoCredentialsId;
        try
        {
            object?[] parameters = [id, createdTime, .. DeviceMapping.Fields(fields), Guid.NewGuid(), .. DeviceMapping.Credentials(complete)];
            return (await database.QueryAsync(DeviceSql.Insert, DeviceMapping.Record, cancellation, parameters).ConfigureAwait(false)).Single();
        }
        catch (PostgresException exception) when (DeviceMapping.Refusal(exception) is { } refusal)
        {
            var record = await LoadRecordAsync(id, cancellation).ConfigureAwait(false);
            return record is not null && DeviceCreation.IsRepetition(record, fields, credentials) ? record : refusal;
        }
    }

    public Task<Answer<DeviceRecord>> UpdateAsync(Guid id, DeviceFields fields, long expectedVersion, CancellationToken cancellation) =>
        ChangeAsync(DeviceSql.Update, id, DeviceRefusals.Changed, cancellation, [id, expectedVersion, .. DeviceMapping.Fields(fields)]);

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
        var found = await database.ReadAsync(
            DeviceSql.Resolve, row => (Token: row.GetString(0), Owner: new TokenOwner(row.GetGuid(1), row.GetInt64(2))), cancellation, [storable]).ConfigureAwait(false);

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
