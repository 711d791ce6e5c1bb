using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal sealed class SqliteOtaPackageStore(SqliteDatabase database) : IOtaPackageStore
{
    public Task<Answer<OtaPackageInfo>> CreateAsync(Guid id, long createdTime, OtaPackageFields fields, CancellationToken cancellation) =>
        database.WriteAsync(connection => Create(connection, id, createdTime, fields), cancellation);

    public Task<OtaPackageInfo?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(connection => Load(connection, id), cancellation);

    public Task<Answer<OtaPackageInfo>> UpdateInfoAsync(Guid id, byte[]? additionalInfo, CancellationToken cancellation) =>
        database.WriteAsync<Answer<OtaPackageInfo>>(
            connection => connection.Execute(OtaPackageSql.UpdateInfo, ("@id", id.Text()), ("@info", additionalInfo.Text())) == 1
                ? Load(connection, id)!
                : OtaRefusals.Missing,
            cancellation);

    public async Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(connection => Delete(connection, id), cancellation).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (exception.IsDangling())
        {
            return OtaRefusals.InUse;
        }
    }

    public Task<Answer<Page<OtaPackageInfo>>> ListAsync(OtaPackageQuery query, CancellationToken cancellation)
    {
        var where = "(@profile is null or profile_id = @profile) and (@type is null or type = @type)";
        if (query.AssignableOnly)
            where += " and (content is not null or url is not null)";
        return OtaPackageSql.List.ReadAsync(database, query.Page, where, [("@profile", query.ProfileId.Text()), ("@type", (int?)query.Type)], cancellation);
    }

    private static Answer<OtaPackageInfo> Create(SqliteConnection connection, Guid id, long createdTime, OtaPackageFields fields)
    {
        try
        {
            connection.Execute(OtaPackageSql.Insert, [.. OtaPackageSql.Fields(fields), ("@id", id.Text()), ("@created", createdTime)]);
            return Load(connection, id)!;
        }
        catch (SqliteException exception) when (exception.IsTaken())
        {
            var taken = connection.Query(OtaPackageSql.FindByName, row => OtaPackageSql.Map(row), ("@title", fields.Title), ("@version", fields.Version)).First();
            return taken?.Id == id ? taken : OtaRefusals.NameTaken;
        }
        catch (SqliteException exception) when (exception.IsDangling())
        {
            return OtaRefusals.NoProfile;
        }
    }

    private static Answer<bool> Delete(SqliteConnection connection, Guid id)
    {
        if (connection.Scalar(OtaPackageSql.InOpenRollOut, ("@id", id.Text())) is not null)
            return OtaRefusals.InUse;
        connection.Execute(OtaPackageSql.DiscardContent, ("@id", id.Text()));
        return connection.Execute(OtaPackageSql.Delete, ("@id", id.Text())) == 1 ? true : OtaRefusals.Missing;
    }

    private static OtaPackageInfo? Load(SqliteConnection connection, Guid id) =>
        connection.Query(OtaPackageSql.Load, row => OtaPackageSql.Map(row), ("@id", id.Text())).First();
}
