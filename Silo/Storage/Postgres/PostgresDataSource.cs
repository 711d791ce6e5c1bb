using Microsoft.Extensions.Options;
using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>The one pool of connections that stores, committer and Orleans' providers share.</summary>
internal static class PostgresDataSource
{
    /// <summary>
    /// In front of what the operator wrote, because of two equal keywords the last one counts. Nobody waits longer for an answer than a gateway does.
    /// Statements repeat: the few there are stay prepared. No code of ours leaves anything behind in a session, so a connection that goes back to the
    /// pool needs no cleaning.
    /// </summary>
    private const string Defaults =
        "Application Name=OrleansIot;Timeout=3;Command Timeout=10;Cancellation Timeout=500;Maximum Pool Size=50;Max Auto Prepare=100;"
        + "No Reset On Close=true;Tcp Keepalive=true;Tcp Keepalive Time=10;Tcp Keepalive Interval=2";

    /// <summary>Of the pool in metrics, which show the connection string otherwise.</summary>
    private const string Name = "orleansiot";

    /// <summary>What the guarantees rest on, whatever the database's own defaults are.</summary>
    private const string SessionSettings = @"-c synchronous_commit=on -c default_transaction_isolation=read\ committed -c timezone=UTC";

    /// <exception cref="OptionsValidationException">The connection string cannot be read. The message does not repeat it: it holds a password.</exception>
    public static NpgsqlDataSource Create(PostgresOptions options, ILoggerFactory? loggers = null)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder($"{Defaults};{options.ConnectionString}");
            connection.Options = $"{SessionSettings} {connection.Options}".TrimEnd();
            if (string.IsNullOrEmpty(connection.Host))
                throw new ArgumentException("It names no Host.");
            return new NpgsqlDataSourceBuilder(connection.ToString()) { Name = Name }.UseLoggerFactory(loggers).Build();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new OptionsValidationException(
                nameof(PostgresOptions), typeof(PostgresOptions), [$"Storage:Postgres is not a connection string for PostgreSQL. {exception.Message}"]);
        }
    }
}
