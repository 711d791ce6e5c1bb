using Microsoft.Data.Sqlite;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

/// <summary>Users; their sessions are in the other part.</summary>
internal sealed partial class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    public Task<UserRecord?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(c => Load(c, id), cancellation);

    public Task<Guid?> FindByEmailAsync(string email, CancellationToken cancellation) => FindAsync(UserSql.FindByEmail, "@email", email, cancellation);

    public Task<Guid?> FindByActivationAsync(string activationHash, CancellationToken cancellation) => FindAsync(UserSql.FindByActivation, "@hash", activationHash, cancellation);

    public Task<UserRecord?> FirstAdministratorAsync(CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(UserSql.FirstAdministrator, UserSql.Map).First(), cancellation);

    public Task<Answer<UserRecord>> CreateAsync(UserRecord user, CancellationToken cancellation) => database.WriteAsync<Answer<UserRecord>>(
        connection =>
        {
            try
            {
                connection.Execute(
                    UserSql.Insert,
                    [
                        .. UserSql.Fields(user.Id, user.Fields), .. UserSql.Secrets(user.Secrets), ("@created", user.CreatedTime), ("@authority", (int)user.Fields.Authority),
                        ("@customer", user.Fields.CustomerId.Text()), ("@version", user.FieldsVersion),
                    ]);
                return user;
            }
            catch (SqliteException exception) when (exception.IsTaken())
            {
                return UserRefusals.Taken(user.Fields);
            }
            catch (SqliteException exception) when (exception.IsDangling())
            {
                return UserRefusals.NoCustomer;
            }
        },
        cancellation);

    public Task<Answer<UserRecord>> UpdateFieldsAsync(Guid id, UserFields fields, long expectedVersion, CancellationToken cancellation) => database.WriteAsync<Answer<UserRecord>>(
        connection =>
        {
            try
            {
                if (connection.Execute(UserSql.UpdateFields, [.. UserSql.Fields(id, fields), ("@expected", expectedVersion)]) == 1)
                    return Load(connection, id)!;
                return connection.Scalar(UserSql.Exists, ("@id", id.Text())) is null ? UserRefusals.Missing : UserRefusals.Moved;
            }
            catch (SqliteException exception) when (exception.IsTaken())
            {
                return UserRefusals.Taken(fields);
            }
        },
        cancellation);

    public Task<Answer<UserRecord>> UpdateSecretsAsync(Guid id, UserSecrets secrets, long expectedVersion, CancellationToken cancellation) => database.WriteAsync<Answer<UserRecord>>(
        connection =>
        {
            connection.Execute(UserSql.EndEpoch, ("@id", id.Text()), ("@epoch", secrets.Epoch));
            if (connection.Execute(UserSql.UpdateSecrets, [.. UserSql.Secrets(secrets), ("@id", id.Text()), ("@expected", expectedVersion)]) == 1)
                return Load(connection, id)!;
            return connection.Scalar(UserSql.CurrentVersion, ("@id", id.Text())) switch
            {
                null => UserRefusals.Missing,
                long current when current == expectedVersion => UserRefusals.LastAdministrator,
                _ => UserRefusals.Moved,
            };
        },
        cancellation);

    public Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (connection.Execute(UserSql.Delete, ("@id", id.Text())) == 1)
                return Outcome.Done;
            return connection.Scalar(UserSql.Exists, ("@id", id.Text())) is null ? Outcome.NotFound : Outcome.Invalid;
        },
        cancellation);

    public Task<Answer<Page<UserInfo>>> ListAsync(UserQuery query, CancellationToken cancellation) => UserSql.List.ReadAsync(
        database, query.Page, "(@customer is null or customer_id = @customer) and (@authority is null or authority = @authority)",
        [("@customer", query.CustomerId.Text()), ("@authority", (int?)query.Authority)], cancellation);

    private static UserRecord? Load(SqliteConnection connection, Guid id) => connection.Query(UserSql.Load, UserSql.Map, ("@id", id.Text())).First();

    private Task<Guid?> FindAsync(string sql, string name, string value, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Scalar(sql, (name, value)) is string id ? Guid.Parse(id) : (Guid?)null,
        cancellation);
}
