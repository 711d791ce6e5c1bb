using Microsoft.Data.Sqlite;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Ota;
using OrleansIot.Silo.Storage.Sqlite.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.DeviceProfiles;

internal sealed class SqliteDeviceProfileStore(SqliteDatabase database) : IDeviceProfileStore
{
    public Task<DeviceProfileInfo?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(c => Load(c, id), cancellation);

    public Task<DeviceProfileInfo?> FindByNameAsync(string name, CancellationToken cancellation) => database.ReadAsync(c => FindByName(c, name), cancellation);

    public Task<DeviceProfileInfo?> FindDefaultAsync(CancellationToken cancellation) => database.ReadAsync(FindDefault, cancellation);

    public Task<Answer<DeviceProfileInfo>> CreateAsync(Guid id, long createdTime, DeviceProfileFields fields, CancellationToken cancellation) =>
        database.WriteAsync(c => Create(c, id, createdTime, fields), cancellation);

    public Task EnsureDefaultAsync(DeviceProfileFields fields, Guid id, long createdTime, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (FindDefault(connection) is not null)
                return 0;
            var profile = FindByName(connection, fields.Name) ?? Create(connection, id, createdTime, fields).Value!;
            return connection.Execute(DeviceProfileSql.SetDefault, ("@id", profile.Id.Text()));
        },
        cancellation);

    public Task<Answer<DeviceProfileInfo>> UpdateAsync(Guid id, DeviceProfileFields fields, long? expectedVersion, CancellationToken cancellation) =>
        database.WriteAsync(c => Update(c, id, fields, expectedVersion), cancellation);

    public Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync<Answer<bool>>(
        connection =>
        {
            try
            {
                if (connection.Execute(DeviceProfileSql.Delete, ("@id", id.Text())) == 1)
                {
                    connection.Execute(OtaFanOutSql.DeleteHistory, ("@profile", id.Text()));
                    return true;
                }
                return Load(connection, id) is null ? DeviceProfileRefusals.Missing : DeviceProfileRefusals.IsDefault;
            }
            catch (SqliteException exception) when (exception.IsDangling())
            {
                return DeviceProfileRefusals.InUse;
            }
        },
        cancellation);

    public Task<Answer<DeviceProfileInfo>> SetDefaultAsync(Guid id, CancellationToken cancellation) => database.WriteAsync<Answer<DeviceProfileInfo>>(
        connection =>
        {
            if (Load(connection, id) is null)
                return DeviceProfileRefusals.Missing;
            connection.Execute(DeviceProfileSql.ClearDefault, ("@id", id.Text()));
            connection.Execute(DeviceProfileSql.SetDefault, ("@id", id.Text()));
            return Load(connection, id)!;
        },
        cancellation);

    public Task<Answer<Page<DeviceProfileInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
        DeviceProfileSql.List.ReadAsync(database, query, "1 = 1", [], cancellation);

    private static Answer<DeviceProfileInfo> Create(SqliteConnection connection, Guid id, long createdTime, DeviceProfileFields fields)
    {
        if (OtaAssignable.Check(connection, id, fields) is { } unassignable)
            return unassignable;
        try
        {
            connection.Execute(DeviceProfileSql.Insert, [.. DeviceProfileSql.Fields(id, fields), ("@created", createdTime)]);
            return Load(connection, id)!;
        }
        catch (SqliteException exception) when (exception.IsTaken())
        {
            return Taken(connection, id, fields);
        }
        catch (SqliteException exception) when (exception.IsDangling())
        {
            return DeviceProfileRefusals.NoRuleChain;
        }
    }

    private static Answer<DeviceProfileInfo> Update(SqliteConnection connection, Guid id, DeviceProfileFields fields, long? expectedVersion)
    {
        if (Load(connection, id) is not { } before)
            return DeviceProfileRefusals.Missing;
        if (OtaAssignable.Check(connection, id, fields) is { } unassignable)
            return unassignable;
        OtaPackageType[] moved = [.. ProfilePackages.Moved(before.Fields, fields)];
        if (moved.Any(type => OtaFanOutSql.IsRollingOut(connection, id, type)))
            return OtaRefusals.RollOutOpen;
        try
        {
            if (connection.Execute(DeviceProfileSql.Update, [.. DeviceProfileSql.Fields(id, fields), ("@expected", expectedVersion)]) == 0)
                return DeviceProfileRefusals.Moved;
        }
        catch (SqliteException exception) when (exception.IsTaken())
        {
            return Taken(connection, id, fields);
        }
        catch (SqliteException exception) when (exception.IsDangling())
        {
            return DeviceProfileRefusals.NoRuleChain;
        }
        foreach (var type in moved)
            OtaFanOutSql.Begin(connection, id, type, ProfilePackages.Of(fields, type));
        return Load(connection, id)!;
    }

    private static DeviceProfileInfo? Load(SqliteConnection connection, Guid id) => connection.Query(DeviceProfileSql.Load, DeviceProfileSql.Map, ("@id", id.Text())).First();

    private static DeviceProfileInfo? FindByName(SqliteConnection connection, string name) =>
        connection.Query(DeviceProfileSql.FindByName, DeviceProfileSql.Map, ("@name", name)).First();

    private static DeviceProfileInfo? FindDefault(SqliteConnection connection) => connection.Query(DeviceProfileSql.FindDefault, DeviceProfileSql.Map).First();

    private static Refusal Taken(SqliteConnection connection, Guid id, DeviceProfileFields fields) =>
        FindByName(connection, fields.Name) is { } other && other.Id != id
            ? DeviceProfileRefusals.NameTaken
            : DeviceProfileRefusals.KeyTaken;
}
