using System.Net.Sockets;
using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What a failure of the database means for who has asked.</summary>
internal static class PostgresFaults
{
    /// <summary>Whether the same work may succeed later: the connection, the server or another transaction was in the way, not what was asked.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException refused => IsTransient(refused.SqlState),
        // Without an answer of the server it is the connection: refused, cut, timed out, or the pool has none left.
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>Whether the server went away, or is not there yet. False where it may only be slow: then asking again makes it worse.</summary>
    public static bool IsGone(NpgsqlException exception) => exception switch
    {
        PostgresException refused => refused.SqlState[..2] is "08" or "57" && refused.SqlState != PostgresErrorCodes.QueryCanceled,
        _ => exception.InnerException is SocketException or IOException,
    };

    public static bool IsTaken(this PostgresException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;

    public static bool IsDangling(this PostgresException exception) => exception.SqlState == PostgresErrorCodes.ForeignKeyViolation;

    private static bool IsTransient(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => true,
        PostgresErrorCodes.ReadOnlySqlTransaction => true, // A standby that is about to take over.
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.IoError or CommitSql.Late => true,
        _ => state.Length == 5 && state[..2] is
            "08" // connection
            or "53" // disk full, out of memory, too many connections
            or "57" // shut down, crashed, starting, cancelled by an operator
            or "55", // not in the state it should be in
    };
}
