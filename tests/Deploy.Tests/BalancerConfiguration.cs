using System.Text.RegularExpressions;

namespace OrleansIot.Deploy;

/// <summary>The configuration of HAProxy.</summary>
internal sealed partial record BalancerConfiguration(string Text)
{
    public static string FullPath { get; } = Repository.PathTo("deploy", "haproxy", "haproxy.cfg");

    /// <summary>The environment variables that it asks for.</summary>
    public HashSet<string> Variables => [.. Variable().Matches(Text).Select(m => m.Groups[1].Value + m.Groups[2].Value)];

    public static BalancerConfiguration Load() => new(File.ReadAllText(FullPath));

    /// <summary>A time-out in seconds, as the defaults have it.</summary>
    public int Timeout(string name) => int.Parse(Regex.Match(Text, $@"(?m)^    timeout {name} (\d+)s$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"""\$\{([A-Z0-9_]+)\}""|\.if defined\(([A-Z0-9_]+)\)")]
    private static partial Regex Variable();
}
