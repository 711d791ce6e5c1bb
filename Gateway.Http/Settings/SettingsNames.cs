namespace OrleansIot.Gateway.Settings;

/// <summary>Names in our sections that no class of this host knows. Both hosts may be given the same settings, so that a name may be the other one's.</summary>
/// <param name="Slips">Sentences about names that are almost ones that are known.</param>
/// <param name="Unknown">Keys that are not.</param>
internal sealed record SettingsNames(IReadOnlyList<string> Slips, IReadOnlyList<string> Unknown)
{
    private const int MostSlips = 2;

    public static SettingsNames Check(IConfiguration configuration, IReadOnlyList<SettingsSection> sections)
    {
        List<string> slips = [], unknown = [];
        foreach (var path in sections.GroupBy(section => section.Path, StringComparer.OrdinalIgnoreCase))
        {
            var known = path.SelectMany(section => section.Type.GetProperties()).Where(p => p.CanWrite).Select(p => p.Name).Concat(Within(path.Key, sections)).Distinct().ToArray();
            foreach (var child in configuration.GetSection(path.Key).GetChildren())
            {
                if (known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                    continue;
                if (known.FirstOrDefault(name => IsSlip(child.Key, name)) is { } meant)
                    slips.Add($"{SettingsCheck.Key(path.First(), child.Key)} is not a setting; {meant} is one. Under {path.Key} there are: {string.Join(", ", known)}.");
                else
                    unknown.Add(SettingsCheck.Key(path.First(), child.Key));
            }
        }
        return new(slips, unknown);
    }

    /// <summary>Names of sections within a section: each has a class of its own.</summary>
    private static IEnumerable<string> Within(string path, IReadOnlyList<SettingsSection> sections) => sections
        .Where(section => section.Path.StartsWith($"{path}:", StringComparison.OrdinalIgnoreCase))
        .Select(section => section.Path[(path.Length + 1)..].Split(':')[0]);

    /// <summary>At most two letters added, left out or replaced, and less than a third of the name.</summary>
    private static bool IsSlip(string written, string name) =>
        Math.Abs(written.Length - name.Length) <= MostSlips
        && Distance(written.ToUpperInvariant(), name.ToUpperInvariant()) is <= MostSlips and var distance
        && distance * 3 < name.Length;

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
