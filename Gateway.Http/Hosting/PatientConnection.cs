using Npgsql;

namespace OrleansIot.Gateway.Hosting;

/// <summary>Waits for the database, its schema and the first silo, for ever: processes of a cluster start in any order.</summary>
internal sealed partial class PatientConnection(TimeProvider time, ILogger<PatientConnection> log) : IClientConnectionRetryFilter
{
    private const int ShortestPause = 200;
    private const int LongestPause = 1_000;

    private string? _told;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var reason = Reason(exception);
        if (reason != _told)
            LogWaiting(_told = reason);
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestPause, LongestPause)), time, cancellationToken);
        return true;
    }

    private static string Reason(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => "the first silo has not made the schema yet",
        PostgresException refused => $"PostgreSQL refuses the connection: {refused.MessageText}",
        NpgsqlException => $"PostgreSQL cannot be reached: {exception.InnerException?.Message ?? exception.Message}",
        OrleansException => "no silo can be reached",
        _ => exception.Message,
    };

    [LoggerMessage(2102, LogLevel.Warning, "Waiting for the cluster: {Reason}")]
    private partial void LogWaiting(string reason);
}
