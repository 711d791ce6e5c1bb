using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansIot.Servers;

/// <summary>A scrape in Prometheus' text format.</summary>
public sealed partial record Metrics(string Text)
{
    public static async Task<Metrics> ScrapeAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        return new(await http.GetStringAsync("/metrics"));
    }

    /// <summary>The sum of the series of a name; 0 where there are none.</summary>
    /// <param name="label">One label as <c>name="value"</c> that they have, or null for all.</param>
    public double this[string name, string? label = null] => Text.Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && (label is null || line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(Value().Match(line).Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<=\} )\S+")]
    private static partial Regex Value();
}
