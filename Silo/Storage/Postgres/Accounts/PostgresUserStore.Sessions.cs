using Npgsql;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Silo.Storage.Postgres.Accounts;

internal sealed partial class PostgresUserStore
{
    public async Task StartSessionAsync(Session session, int maxSessions, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(SessionSql.DeleteExpired, cancellation, session.RotatedAt).ConfigureAwait(false);
        await connection.ExecuteAsync(SessionSql.Insert, cancellation, Parameters(session)).ConfigureAwait(false);
        await connection.ExecuteAsync(SessionSql.DeleteSurplus, cancellation, session.UserId, maxSessions).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<Session?> LoadSessionAsync(Guid id, CancellationToken cancellation) =>
        (await database.ReadAsync(SessionSql.Load, Map, cancellation, id).ConfigureAwait(false)).First();

    public async Task<bool> RotateSessionAsync(Session session, Guid expectedToken, CancellationToken cancellation) =>
        await database.ExecuteAsync(SessionSql.Rotate, cancellation, [.. Parameters(session), expectedToken]).ConfigureAwait(false) == 1;

    public Task EndSessionAsync(Guid userId, Guid id, long now, long keepUntil, CancellationToken cancellation) =>
        database.ExecuteAsync(SessionSql.End, cancellation, id, userId, now, keepUntil);

    public async Task<Guid[]> EndedSessionsAsync(Guid userId, long now, CancellationToken cancellation) =>
        [.. await database.ReadAsync(SessionSql.Ended, row => row.GetGuid(0), cancellation, userId, now).ConfigureAwait(false)];

    private static Session Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.IdOrNull(3), row.GetInt64(4), row.GetInt64(5), row.LongOrNull(6));

    private static object?[] Parameters(Session session) =>
        [session.Id, session.UserId, session.CurrentToken, session.PreviousToken, session.RotatedAt, session.ExpiresAt];
}
