using System.Globalization;

namespace OrleansIot.Race;

/// <summary>Prints one event's table, ratios and truth.</summary>
internal static class Report
{
    private const string Row = "{0,-32}{1,10:N0}{2,9:N2}{3,9:N2}{4,9:N1}{5,9:N1}{6,10:N0}";

    /// <summary>False when the truth check failed or a request did.</summary>
    public static bool Print(RaceEvent raceEvent, IReadOnlyList<Result> results)
    {
        Write("");
        Write($"{raceEvent.Title}, {raceEvent.Connections} connections");
        Write(string.Format(CultureInfo.InvariantCulture, "{0,-32}{1,10}{2,9}{3,9}{4,9}{5,9}{6,10}", "", "requests/s", "p50 ms", "p99 ms", "CPU us", "later us", "alloc B"));
        foreach (var (name, _, m) in results)
            Write(string.Format(CultureInfo.InvariantCulture, Row, name, m.RequestsPerSecond, m.P50, m.P99, m.CpuMicroseconds, m.LaterMicroseconds, m.AllocatedBytes));
        foreach (var product in results.Where(r => r.IsProduct))
        {
            foreach (var reference in results.Where(r => !r.IsProduct))
                Write(Ratios(product, reference));
        }

        return results.Count(r => !IsSound(r.Name, r.Median)) == 0;
    }

    private static string Ratios(Result product, Result reference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{product.Name} / {reference.Name}: {product.Median.RequestsPerSecond / reference.Median.RequestsPerSecond:N2} in requests/s, {product.Median.CpuMicroseconds / reference.Median.CpuMicroseconds:N2} in CPU per request ({product.Median.TotalCpu / reference.Median.TotalCpu:N2} with what is done later)");

    private static bool IsSound(string name, Measurement median)
    {
        if (median.Failures > 0)
            Write($"failed requests, {name}: {median.Failures.ToString(CultureInfo.InvariantCulture)}");
        if (median.Audit is { } audit)
            Write($"truth, {name}: {audit}");
        return median.Failures == 0 && median.Audit is null or { Holds: true };
    }

    private static void Write(string line) => Console.WriteLine(line);
}
