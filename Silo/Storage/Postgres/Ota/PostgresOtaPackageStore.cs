using Npgsql;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal sealed class PostgresOtaPackageStore(NpgsqlDataSource database) : IOtaPackageStore
{
    public async Task<Answer<OtaPackageInfo>> CreateAsync(Guid id, long createdTime, OtaPackageFields fields, CancellationToken cancellation)
    {
        try
        {
            return (await FindAsync(
                OtaPackageSql.Insert, cancellation, id, createdTime, fields.ProfileId, (short)fields.Type, fields.Title, fields.Title.Folded(), fields.Version, fields.Tag,
                fields.Url, fields.AdditionalInfo.Text(), (short?)fields.UrlData?.Algorithm, fields.UrlData?.Checksum, fields.UrlData?.Size).ConfigureAwait(false))!;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            var taken = await FindAsync(OtaPackageSql.FindByName, cancellation, fields.Title, fields.Version).ConfigureAwait(false);
            return taken?.Id == id ? taken : OtaRefusals.NameTaken;
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return OtaRefusals.NoProfile;
        }
    }

    public Task<OtaPackageInfo?> LoadAsync(Guid id, CancellationToken cancellation) => FindAsync(OtaPackageSql.Load, cancellation, id);

    public async Task<Answer<OtaPackageInfo>> UpdateInfoAsync(Guid id, byte[]? additionalInfo, CancellationToken cancellation) =>
        await FindAsync(OtaPackageSql.UpdateInfo, cancellation, id, additionalInfo.Text()).ConfigureAwait(false) is { } changed ? changed : OtaRefusals.Missing;

    public async Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            if (await database.ScalarAsync(OtaPackageSql.Delete, cancellation, id).ConfigureAwait(false) is 1L)
                return true;
            return await LoadAsync(id, cancellation).ConfigureAwait(false) is null ? OtaRefusals.Missing : OtaRefusals.InUse;
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return OtaRefusals.InUse;
        }
    }

    public Task<Answer<Page<OtaPackageInfo>>> ListAsync(OtaPackageQuery query, CancellationToken cancellation)
    {
        var where = new Conditions().AddIfSet("profile_id = {0}", query.ProfileId).AddIfSet("type = {0}", (short?)query.Type);
        var assignable = query.AssignableOnly ? " and (content is not null or url is not null)" : "";
        return OtaPackageSql.List.ReadAsync(database, query.Page, where.Where + assignable, where.Parameters, cancellation);
    }

    private async Task<OtaPackageInfo?> FindAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.QueryAsync(sql, row => OtaPackageSql.Map(row), cancellation, parameters).ConfigureAwait(false)).First();
}
