using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Devices;
using OrleansIot.Silo.Storage.Sqlite.Ota;
using OrleansIot.Silo.Storage.Sqlite.Rules;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed partial class SqliteDeviceStore(SqliteDatabase database) : IDeviceStore
{
    public async Task<DeviceSnapshot?> LoadAsync(Guid id, CancellationToken cancellation)
    {
        var number = await database.ReadAsync(connection => connection.Scalar(DeviceSql.Number, ("$id", id.ToString())), cancellation).ConfigureAwait(false);
        if (number is not long device)
            return null;
        await database.SortInAsync(device, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(connection => Load(connection, id), cancellation).ConfigureAwait(false);
    }

    public Task<DeviceRecord?> LoadRecordAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(connection => Find(connection, id), cancellation);

    public Task<DeviceState?> LoadStateAsync(long device, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query(DeviceSql.State, DeviceMapping.State, ("$device", device)).SingleOrDefault(), cancellation);

    /// <summary>A repetition with the same id, name and credentials answers the device that the first one created.</summary>
    public Task<Answer<DeviceRecord>> CreateAsync(
        Guid id, long createdTime, DeviceFields fields, NewCredentials credentials, CancellationToken cancellation)
    {
        if (DeviceCreation.Complete(credentials) is not { } complete)
            return Task.FromResult<Answer<DeviceRecord>>(DeviceRefusals.NoCredentialsId);
        return database.WriteAsync<Answer<DeviceRecord>>(
            connection =>
            {
                if (OtaAssignable.Check(connection, fields) is { } unassignable)
                    return unassignable;
                if (!database.Memory.HasRoomForDevice && Find(connection, id) is null)
                    return DeviceRefusals.NoRoom;
                using var command = connection.Command(
                    DeviceSql.Insert,
                    [("$id", id.ToString()), ("$created_time", createdTime), ("$credentials_uuid", Guid.NewGuid().ToString())]);
                DeviceMapping.Add(command, fields);
                DeviceMapping.Add(command, complete);
                _ = Try(command, fields, out var refusal);
                var record = Find(connection, id);
                if (refusal is not null)
                    return record is not null && DeviceCreation.IsRepetition(record, fields, credentials) ? record : refusal;
                connection.Execute(DeviceSql.InsertState, ("$device", record!.Number));
                database.Memory.Devices.Add(record.Number);
                return record;
            },
            cancellation);
    }

    public Task<Answer<DeviceRecord>> UpdateAsync(Guid id, DeviceFields fields, long expectedVersion, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (OtaAssignable.Check(connection, fields) is { } unassignable)
                return unassignable;
            connection.Execute(
                DeviceSql.MakeDue, ("$id", id.Text()), ("$expected", expectedVersion), ("$profile_id", fields.ProfileId.Text()),
                ("$firmware_id", fields.FirmwareId.Text()), ("$software_id", fields.SoftwareId.Text()));
            using var command = connection.Command(DeviceSql.Update, [("$id", id.ToString()), ("$expected", expectedVersion)]);
            DeviceMapping.Add(command, fields);
            return Updated(command, id, fields, DeviceRefusals.Changed);
        },
        cancellation);

    public Task<Answer<DeviceRecord>> UpdateCredentialsAsync(Guid id, NewCredentials credentials, long expectedVersion, CancellationToken cancellation)
    {
        if (DeviceCreation.Complete(credentials) is not { } complete)
            return Task.FromResult<Answer<DeviceRecord>>(DeviceRefusals.NoCredentialsId);
        return database.WriteAsync(
            connection =>
            {
                using var command = connection.Command(DeviceSql.UpdateCredentials, [("$id", id.ToString()), ("$expected", expectedVersion)]);
                DeviceMapping.Add(command, complete);
                return Updated(command, id, null, DeviceRefusals.CredentialsChanged);
            },
            cancellation);
    }

    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (connection.Scalar(DeviceSql.Number, ("$id", id.ToString())) is not long device)
                return false;
            database.Memory.Journal.Drop(device);
            database.Memory.Devices.Remove(device);
            connection.Execute(DeviceSql.Delete, ("$device", device));
            return true;
        },
        cancellation);

    public async Task<TokenOwner?[]> ResolveAsync(IReadOnlyList<string> tokens, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(
            connection => connection.Query(
                DeviceSql.Resolve,
                row => (Token: row.GetString(0), Owner: new TokenOwner(Guid.Parse(row.GetString(1)), row.GetInt64(2))),
                ("$tokens", JsonSerializer.Serialize(tokens))),
            cancellation).ConfigureAwait(false);

        var owners = new Dictionary<string, TokenOwner>(found.Count);
        foreach (var (token, owner) in found)
            owners[token] = owner;
        return [.. tokens.Select(token => owners.GetValueOrDefault(token))];
    }

    private static DeviceSnapshot? Load(SqliteConnection connection, Guid id)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        if (Find(connection, id) is not { } record)
            return null;
        var state = connection.Query(DeviceSql.State, DeviceMapping.State, ("$device", record.Number)).Single();
        var attributes = connection.Query(DeviceSql.Attributes, DeviceMapping.Attribute, ("$device", record.Number));
        var tombstones = connection.Query(DeviceSql.Tombstones, DeviceMapping.Tombstone, ("$device", record.Number));
        var keys = connection.Query(TelemetrySql.KeysOfDevice, row => row.GetString(0), ("$device", record.Number));
        keys.Sort(StringComparer.Ordinal);
        return new(record, state, [.. attributes], [.. tombstones], [.. keys])
        {
            Claim = connection.Query(DeviceSql.Claim, DeviceMapping.Claim, ("$device", record.Number)).First() ?? ClaimRecord.None,
            ProvisionAttempt = connection.Scalar(DeviceSql.ProvisionAttempt, ("$device", record.Number)) is string attempt ? Guid.Parse(attempt) : null,
            Packages = OtaAssignmentSql.Read(connection, record.Number),
            HasOutbox = connection.Scalar(OutboxSql.Any, ("$device", record.Number)) is 1L,
            Commands = [.. connection.Query(CommandSql.Held, CommandMapping.Command, ("$device", record.Number))],
        };
    }

    private static DeviceRecord? Find(SqliteConnection connection, Guid id) =>
        connection.Query(DeviceSql.Record, DeviceMapping.Record, ("$id", id.ToString())).SingleOrDefault();

    private static Answer<DeviceRecord> Updated(SqliteCommand command, Guid id, DeviceFields? fields, Refusal changed)
    {
        var count = Try(command, fields, out var refusal);
        if (refusal is not null)
            return refusal;
        return Find(command.Connection!, id) switch
        {
            null => DeviceRefusals.NotFound,
            _ when count == 0 => changed,
            var record => record,
        };
    }

    /// <returns>How many rows it changed; none when it is refused.</returns>
    private static int Try(SqliteCommand command, DeviceFields? fields, out Refusal? refusal)
    {
        try
        {
            refusal = null;
            return command.ExecuteNonQuery();
        }
        catch (SqliteException e) when (DeviceFaults.Refusal(e, command.Connection!, fields) is not null)
        {
            refusal = DeviceFaults.Refusal(e, command.Connection!, fields);
            return 0;
        }
    }
}
