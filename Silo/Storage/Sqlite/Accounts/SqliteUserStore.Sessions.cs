using OrleansIot.Grains.Accounts;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

internal sealed partial class SqliteUserStore
{
    public Task StartSessionAsync(Session session, int maxSessions, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            connection.Execute(SessionSql.DeleteExpired, ("@now", session.RotatedAt));
            connection.Execute(SessionSql.Insert, Parameters(session));
            return connection.Execute(SessionSql.DeleteSurplus, ("@user", session.UserId.Text()), ("@max", maxSessions));
        },
        cancellation);

    public Task<Session?> LoadSessionAsync(Guid id, CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(SessionSql.Load, Map, ("@id", id.Text())).First(), cancellation);

    public Task<bool> RotateSessionAsync(Session session, Guid expectedToken, CancellationToken cancellation) =>
        database.WriteAsync(c => c.Execute(SessionSql.Rotate, [.. Parameters(session), ("@expected", expectedToken.Text())]) == 1, cancellation);

    public Task EndSessionAsync(Guid userId, Guid id, long now, long keepUntil, CancellationToken cancellation) => database.WriteAsync(
        c => c.Execute(SessionSql.End, ("@id", id.Text()), ("@user", userId.Text()), ("@now", now), ("@until", keepUntil)),
        cancellation);

    public Task<Guid[]> EndedSessionsAsync(Guid userId, long now, CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(SessionSql.Ended, row => row.Id(0), ("@user", userId.Text()), ("@now", now)).ToArray(), cancellation);

    private static Session Map(Row row) => new(
        row.Id(0), row.Id(1), row.Id(2), row.IdOrNull(3), row.GetInt64(4), row.GetInt64(5), row.LongOrNull(6));

    private static (string Name, object? Value)[] Parameters(Session session) =>
    [
        ("@id", session.Id.Text()), ("@user", session.UserId.Text()), ("@current", session.CurrentToken.Text()), ("@previous", session.PreviousToken.Text()),
        ("@rotated", session.RotatedAt), ("@expires", session.ExpiresAt),
    ];
}
