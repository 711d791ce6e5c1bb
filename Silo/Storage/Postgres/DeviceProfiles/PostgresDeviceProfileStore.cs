using Npgsql;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Ota;
using OrleansIot.Silo.Storage.Postgres.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.DeviceProfiles;

internal sealed class PostgresDeviceProfileStore(NpgsqlDataSource database) : IDeviceProfileStore
{
    public Task<DeviceProfileInfo?> LoadAsync(Guid id, CancellationToken cancellation) => FindAsync(DeviceProfileSql.Load, cancellation, id);

    public Task<DeviceProfileInfo?> FindByNameAsync(string name, CancellationToken cancellation) =>
        name.IsStorable() ? FindAsync(DeviceProfileSql.FindByName, cancellation, name) : Task.FromResult<DeviceProfileInfo?>(null);

    public Task<DeviceProfileInfo?> FindDefaultAsync(CancellationToken cancellation) => FindAsync(DeviceProfileSql.FindDefault, cancellation);

    public async Task<Answer<DeviceProfileInfo>> CreateAsync(Guid id, long createdTime, DeviceProfileFields fields, CancellationToken cancellation)
    {
        if (await OtaAssignable.CheckAsync(database, id, fields, cancellation).ConfigureAwait(false) is { } unassignable)
            return unassignable;
        try
        {
            return (await ChangeAsync(DeviceProfileSql.Insert, cancellation, [.. DeviceProfileSql.Fields(id, fields), createdTime]).ConfigureAwait(false))!;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return Taken(exception);
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return DeviceProfileRefusals.NoRuleChain;
        }
    }

    public async Task EnsureDefaultAsync(DeviceProfileFields fields, Guid id, long createdTime, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(DeviceProfileSql.LockDefault, cancellation, AdvisoryLocks.DefaultProfile).ConfigureAwait(false);
        if (await connection.ScalarAsync(DeviceProfileSql.FindDefault, cancellation).ConfigureAwait(false) is not null)
            return;
        await connection.ExecuteAsync(DeviceProfileSql.AddNamed, cancellation, [.. DeviceProfileSql.Fields(id, fields), createdTime]).ConfigureAwait(false);
        await connection.ExecuteAsync(DeviceProfileSql.SetDefaultByName, cancellation, fields.Name).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<Answer<DeviceProfileInfo>> UpdateAsync(Guid id, DeviceProfileFields fields, long? expectedVersion, CancellationToken cancellation)
    {
        if (await OtaAssignable.CheckAsync(database, id, fields, cancellation).ConfigureAwait(false) is { } unassignable)
            return unassignable;
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        try
        {
            var answer = await UpdateAsync(connection, id, fields, expectedVersion, cancellation).ConfigureAwait(false);
            if (answer.Outcome == Outcome.Done)
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return answer;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return Taken(exception);
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return exception.ConstraintName == DeviceProfileSql.RuleChainKey ? DeviceProfileRefusals.NoRuleChain : OtaRefusals.NoPackage;
        }
    }

    public async Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            if (await database.ScalarAsync(DeviceProfileSql.Delete, cancellation, id).ConfigureAwait(false) is 1L)
                return true;
            return await LoadAsync(id, cancellation).ConfigureAwait(false) is null ? DeviceProfileRefusals.Missing : DeviceProfileRefusals.IsDefault;
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return DeviceProfileRefusals.InUse;
        }
    }

    public async Task<Answer<DeviceProfileInfo>> SetDefaultAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(DeviceProfileSql.LockDefault, cancellation, AdvisoryLocks.DefaultProfile).ConfigureAwait(false);
        if (await connection.ScalarAsync(DeviceProfileSql.Load, cancellation, id).ConfigureAwait(false) is null)
            return DeviceProfileRefusals.Missing;
        await connection.ExecuteAsync(DeviceProfileSql.ClearDefault, cancellation, id).ConfigureAwait(false);
        await connection.ExecuteAsync(DeviceProfileSql.SetDefault, cancellation, id).ConfigureAwait(false);
        var profile = (await connection.QueryAsync(DeviceProfileSql.Load, DeviceProfileSql.Map, cancellation, id).ConfigureAwait(false)).First();
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return profile is null ? DeviceProfileRefusals.Missing : profile;
    }

    public Task<Answer<Page<DeviceProfileInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
        DeviceProfileSql.List.ReadAsync(database, query, "true", [], cancellation);

    /// <summary>A package that moves begins its way to the devices with it.</summary>
    private static async Task<Answer<DeviceProfileInfo>> UpdateAsync(
        NpgsqlConnection connection, Guid id, DeviceProfileFields fields, long? expectedVersion, CancellationToken cancellation)
    {
        if ((await connection.QueryAsync(DeviceProfileSql.Lock, DeviceProfileSql.Map, cancellation, id).ConfigureAwait(false)).First() is not { } before)
            return DeviceProfileRefusals.Missing;
        OtaPackageType[] moved = [.. ProfilePackages.Moved(before.Fields, fields)];
        foreach (var type in moved)
        {
            if (await connection.ScalarAsync(OtaFanOutSql.IsRollingOut, cancellation, id, (short)type).ConfigureAwait(false) is not null)
                return OtaRefusals.RollOutOpen;
        }

        object?[] parameters = [.. DeviceProfileSql.Fields(id, fields), expectedVersion];
        if ((await connection.QueryAsync(DeviceProfileSql.Update, DeviceProfileSql.Map, cancellation, parameters).ConfigureAwait(false)).First() is not { } changed)
            return DeviceProfileRefusals.Moved;
        foreach (var type in moved)
            await connection.ExecuteAsync(OtaFanOutSql.Begin, cancellation, id, (short)type, ProfilePackages.Of(fields, type)).ConfigureAwait(false);
        return changed;
    }

    private async Task<DeviceProfileInfo?> ChangeAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.QueryAsync(sql, DeviceProfileSql.Map, cancellation, parameters).ConfigureAwait(false)).First();

    private async Task<DeviceProfileInfo?> FindAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.ReadAsync(sql, DeviceProfileSql.Map, cancellation, parameters).ConfigureAwait(false)).First();

    private static Refusal Taken(PostgresException exception) =>
        exception.ConstraintName == "device_profile_provision_key" ? DeviceProfileRefusals.KeyTaken : DeviceProfileRefusals.NameTaken;
}
