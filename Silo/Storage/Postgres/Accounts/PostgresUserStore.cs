using Npgsql;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Accounts;

/// <summary>Users; their sessions are in the other part.</summary>
internal sealed partial class PostgresUserStore(NpgsqlDataSource database) : IUserStore
{
    public async Task<UserRecord?> LoadAsync(Guid id, CancellationToken cancellation) =>
        (await database.ReadAsync(UserSql.Load, UserSql.Map, cancellation, id).ConfigureAwait(false)).First();

    public Task<Guid?> FindByEmailAsync(string email, CancellationToken cancellation) => FindAsync(UserSql.FindByEmail, email.Folded(), cancellation);

    public Task<Guid?> FindByActivationAsync(string activationHash, CancellationToken cancellation) => FindAsync(UserSql.FindByActivation, activationHash, cancellation);

    public async Task<UserRecord?> FirstAdministratorAsync(CancellationToken cancellation) =>
        (await database.ReadAsync(UserSql.FirstAdministrator, UserSql.Map, cancellation).ConfigureAwait(false)).First();

    public async Task<Answer<UserRecord>> CreateAsync(UserRecord user, CancellationToken cancellation)
    {
        try
        {
            await database.ExecuteAsync(
                UserSql.Insert,
                cancellation,
                [
                    .. UserSql.Fields(user.Id, user.Fields), user.CreatedTime, (short)user.Fields.Authority, user.Fields.CustomerId, user.FieldsVersion,
                    .. UserSql.Secrets(user.Secrets),
                ]).ConfigureAwait(false);
            return user;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return UserRefusals.Taken(user.Fields);
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return UserRefusals.NoCustomer;
        }
    }

    public async Task<Answer<UserRecord>> UpdateFieldsAsync(Guid id, UserFields fields, long expectedVersion, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            var changed = await connection.QueryAsync(UserSql.UpdateFields, UserSql.Map, cancellation, [.. UserSql.Fields(id, fields), expectedVersion]).ConfigureAwait(false);
            if (changed.First() is { } user)
                return user;
            return await connection.ScalarAsync(UserSql.CurrentVersion, cancellation, id).ConfigureAwait(false) is null ? UserRefusals.Missing : UserRefusals.Moved;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return UserRefusals.Taken(fields);
        }
    }

    public async Task<Answer<UserRecord>> UpdateSecretsAsync(Guid id, UserSecrets secrets, long expectedVersion, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (!secrets.Enabled)
            await connection.ExecuteAsync(UserSql.LockAdministrators, cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(UserSql.EndEpoch, cancellation, id, secrets.Epoch).ConfigureAwait(false);
        var changed = await connection.QueryAsync(UserSql.UpdateSecrets, UserSql.Map, cancellation, [id, .. UserSql.Secrets(secrets), expectedVersion]).ConfigureAwait(false);
        if (changed.First() is { } user)
        {
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return user;
        }

        return await connection.ScalarAsync(UserSql.CurrentVersion, cancellation, id).ConfigureAwait(false) switch
        {
            null => UserRefusals.Missing,
            long current when current == expectedVersion => UserRefusals.LastAdministrator,
            _ => UserRefusals.Moved,
        };
    }

    public async Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(UserSql.LockAdministrators, cancellation).ConfigureAwait(false);
        var deleted = await connection.ExecuteAsync(UserSql.Delete, cancellation, id).ConfigureAwait(false) == 1;
        var isThere = !deleted && await connection.ScalarAsync(UserSql.CurrentVersion, cancellation, id).ConfigureAwait(false) is not null;
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        if (deleted)
            return Outcome.Done;
        return isThere ? Outcome.Invalid : Outcome.NotFound;
    }

    public Task<Answer<Page<UserInfo>>> ListAsync(UserQuery query, CancellationToken cancellation) => UserSql.List.ReadAsync(
        database,
        query.Page,
        "($1::uuid is null or customer_id = $1) and ($2::smallint is null or authority = $2)",
        [query.CustomerId, (short?)query.Authority],
        cancellation);

    private async Task<Guid?> FindAsync(string sql, string value, CancellationToken cancellation) =>
        value.IsStorable() ? (Guid?)await database.ScalarAsync(sql, cancellation, value).ConfigureAwait(false) : null;
}
