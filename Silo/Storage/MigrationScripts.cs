using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OrleansIot.Silo.Storage;

/// <summary>The numbered scripts of a database that the program carries: <c>NNNN_name.sql</c>.</summary>
internal sealed partial class MigrationScripts
{
    private readonly SortedDictionary<long, string> _resources = [];

    /// <param name="database">Name of the adapter's folder.</param>
    public MigrationScripts(string database)
    {
        foreach (var resource in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (ScriptName().Match(resource) is { Success: true } match && match.Groups[1].Value == database)
                _resources.Add(long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), resource);
        }
    }

    /// <summary>Number of the newest script.</summary>
    public long Last => _resources.Keys.Last();

    /// <summary>Numbers of the scripts that a database at <paramref name="version"/> has not seen, in order.</summary>
    /// <exception cref="SchemaTooNewException">The database has seen one that is not here.</exception>
    public IEnumerable<long> After(long version) => version > Last ? throw new SchemaTooNewException(version, Last) : _resources.Keys.Where(number => number > version);

    /// <summary>Numbers of the scripts that a database which has seen <paramref name="applied"/> lacks, in order: also one that came later than others of a higher number.</summary>
    /// <exception cref="SchemaTooNewException">The database has seen a newer one than there is here.</exception>
    public IEnumerable<long> Missing(IReadOnlySet<long> applied) =>
        applied.Count > 0 && applied.Max() is var newest && newest > Last ? throw new SchemaTooNewException(newest, Last) : _resources.Keys.Where(number => !applied.Contains(number));

    public string Read(long number)
    {
        using var reader = new StreamReader(typeof(MigrationScripts).Assembly.GetManifestResourceStream(_resources[number])!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\.Storage\.(\w+)\.Migrations\.(\d{4})_\w+\.sql$")]
    private static partial Regex ScriptName();
}
