using Microsoft.Data.Sqlite;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

/// <summary>Users; their sessions are in the other part.</summary>
internal sealed partial class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    private static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    private static readonly Refusal Moved = new(Outcome.Conflict, "The user was changed by somebody else meanwhile");
    private static readonly Refusal LastAdministrator = new(Outcome.Invalid, "No administrator could log in any more");

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
                return Taken(user.Fields);
            }
            catch (SqliteException exception) when (exception.IsDangling())
            {
                return new Refusal(Outcome.Invalid, "Can't assign user to non-existent customer!");
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
                return connection.Scalar(UserSql.Exists, ("@id", id.Text())) is null ? Missing : Moved;
            }
            catch (SqliteException exception) when (exception.IsTaken())
            {
                return Taken(fields);
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
                null => Missing,
                long current when current == expectedVersion => LastAdministrator,
                _ => Moved,
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

    private static Refusal Taken(UserFields fields) => new(Outcome.Conflict, $"User with email '{fields.Email}' already present in database!");

    private Task<Guid?> FindAsync(string sql, string name, string value, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Scalar(sql, (name, value)) is string id ? Guid.Parse(id) : (Guid?)null,
        cancellation);
}
