using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Provisioning;
using OrleansIot.Silo.Storage.Sqlite.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Provisioning;

internal sealed class SqliteProvisioningStore(SqliteDatabase database) : IProvisioningStore
{
    public Task<ProvisioningProfile?[]> FindProfilesAsync(IReadOnlyList<string> keys, CancellationToken cancellation) => FindAsync(
        ProvisioningSql.FindProfiles, "@keys", keys, row => new ProvisioningProfile(row.Id(1), (ProvisionType)row.GetInt64(2), row.TextOrNull(3), row.GetInt64(4) != 0), cancellation);

    public async Task<Guid?[]> FindDevicesAsync(IReadOnlyList<string> names, CancellationToken cancellation) =>
        Array.ConvertAll(await FindAsync(ProvisioningSql.FindDevices, "@names", names, row => (object)row.Id(1), cancellation).ConfigureAwait(false), id => (Guid?)id);

    public Task<Answer<CreatedDevice>[]> CreateAsync(IReadOnlyList<NewDevice> devices, ImportStep? step, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            var answers = new Answer<CreatedDevice>[devices.Count];
            for (var i = 0; i < answers.Length; i++)
                answers[i] = Create(connection, devices[i]);
            if (step is not null)
                MoveOn(connection, step, answers);
            return answers;
        },
        cancellation);

    public Task<ImportProgress?> LoadImportAsync(Guid import, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query(
            ProvisioningSql.LoadImport,
            row => new ImportProgress(row.Id(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
            ("@id", import.Text())).First(),
        cancellation);

    private Answer<CreatedDevice> Create(SqliteConnection connection, NewDevice device)
    {
        if (DeviceCreation.Complete(device.Credentials) is not { } credentials)
            return DeviceRefusals.NoCredentialsId;
        if (OtaAssignable.Check(connection, device.Fields) is { } unassignable)
            return unassignable;
        if (!database.Memory.HasRoomForDevice)
            return Repetition(connection, device) is { } made ? made : DeviceRefusals.NoRoom;
        var uuid = Guid.NewGuid();
        try
        {
            database.Memory.Devices.Add(database.Memory.Inserter.Insert(device, credentials, uuid));
            return new CreatedDevice(device.Id, new(uuid, credentials.Type, credentials.CredentialsId!, credentials.CredentialsValue, 1));
        }
        catch (SqliteException exception) when (DeviceFaults.Refusal(exception, connection, device.Fields) is not null)
        {
            return Repetition(connection, device) is { } made ? made : DeviceFaults.Refusal(exception, connection, device.Fields)!;
        }
    }

    private static CreatedDevice? Repetition(SqliteConnection connection, NewDevice device) =>
        connection.Query(DeviceSql.Record, DeviceMapping.Record, ("$id", device.Id.Text())).SingleOrDefault() is { } record
        && DeviceCreation.IsRepetition(record, device.Fields, device.Credentials)
            ? new CreatedDevice(record.Info.Id, record.Credentials)
            : null;

    private static void MoveOn(SqliteConnection connection, ImportStep step, Answer<CreatedDevice>[] answers)
    {
        var before = connection.Scalar(ProvisioningSql.LoadLine, ("@id", step.Import.Text())) as long? ?? 0;
        var (line, created, failed) = ImportCount.Of(step, answers, before);
        connection.Execute(
            ProvisioningSql.Progress, ("@id", step.Import.Text()), ("@now", step.Now), ("@line", line), ("@created", created), ("@failed", failed));
    }

    private async Task<T?[]> FindAsync<T>(string sql, string parameter, IReadOnlyList<string> asked, Func<SqliteDataReader, T> map, CancellationToken cancellation)
        where T : class
    {
        var found = await database.ReadAsync(
            connection => connection.Query(sql, row => (Place: row.GetInt32(0), Value: map(row)), (parameter, JsonSerializer.Serialize(asked))), cancellation).ConfigureAwait(false);
        var values = new T?[asked.Count];
        foreach (var (place, value) in found)
            values[place] = value;
        return values;
    }
}
