using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// Runs the numbered scripts that the database has not seen, each in one transaction; user_version is the number of the last.
/// Then replays the journal that an abrupt end has left.
/// </summary>
internal sealed partial class SqliteSchema(SqliteDatabase database) : ISchema
{
    /// <exception cref="SchemaTooNewException">A newer program has been here.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        var scripts = Scripts();
        var current = await database.WriteAsync(Version, cancellation).ConfigureAwait(false);
        var known = scripts.Keys.LastOrDefault();
        if (current > known)
            throw new SchemaTooNewException(current, known);

        foreach (var (number, resource) in scripts)
        {
            if (number > current)
                await database.WriteAsync(connection => Run(connection, number, resource), cancellation).ConfigureAwait(false);
        }

        await database.WriteAsync(_ => database.Memory.Journal, cancellation).ConfigureAwait(false);
    }

    private static long Version(SqliteConnection connection) => (long)connection.Scalar("pragma user_version")!;

    private static int Run(SqliteConnection connection, long number, string resource)
    {
        using var reader = new StreamReader(typeof(SqliteSchema).Assembly.GetManifestResourceStream(resource)!);
        connection.Execute(reader.ReadToEnd());
        return connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {number}"));
    }

    private static SortedDictionary<long, string> Scripts()
    {
        var scripts = new SortedDictionary<long, string>();
        foreach (var resource in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (ScriptName().Match(resource) is { Success: true } match)
                scripts.Add(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), resource);
        }

        return scripts;
    }

    [GeneratedRegex(@"\.Storage\.Sqlite\.Migrations\.(\d{4})_\w+\.sql$")]
    private static partial Regex ScriptName();
}
