using System.Globalization;

namespace OrleansIot.Servers.Postgres;

/// <summary>The PostgreSQL programs installed on this machine.</summary>
public static class PostgresBinaries
{
    private const string DebianVersions = "/usr/lib/postgresql";

    private static readonly Lazy<string> Folder = new(Find);

    /// <summary>Full path of a program such as <c>pg_dump</c>.</summary>
    public static string PathOf(string program) => Path.Combine(Folder.Value, program);

    /// <summary>Debian keeps the server's programs off the PATH, a folder per version: the newest one counts.</summary>
    private static string Find()
    {
        var versions = Directory.Exists(DebianVersions) ? Directory.GetDirectories(DebianVersions).OrderByDescending(VersionOf).Select(v => Path.Combine(v, "bin")) : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new FileNotFoundException("The tests need a PostgreSQL server: install the package 'postgresql'.");
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
