using System.Globalization;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// Runs the numbered scripts that the database has not seen, each in one transaction; user_version is the number of the last.
/// Then replays the journal that an abrupt end has left.
/// </summary>
internal sealed class SqliteSchema(SqliteDatabase database) : ISchema
{
    private static readonly MigrationScripts Scripts = new("Sqlite");

    /// <exception cref="SchemaTooNewException">A newer program has been here.</exception>
    public Task MigrateAsync(CancellationToken cancellation) => MigrateAsync(Scripts.Last, cancellation);

    /// <param name="last">Number of the last script to run.</param>
    public async Task MigrateAsync(long last, CancellationToken cancellation)
    {
        var current = await database.WriteAsync(Version, cancellation).ConfigureAwait(false);
        foreach (var number in Scripts.After(current).TakeWhile(number => number <= last))
            await database.WriteAsync(connection => Run(connection, number), cancellation).ConfigureAwait(false);
        await database.WriteAsync(_ => database.Memory.Journal, cancellation).ConfigureAwait(false);
    }

    private static long Version(SqliteConnection connection) => (long)connection.Scalar("pragma user_version")!;

    private static int Run(SqliteConnection connection, long number)
    {
        connection.Execute(Scripts.Read(number));
        return connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {number}"));
    }
}
