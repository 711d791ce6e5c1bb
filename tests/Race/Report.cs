using System.Globalization;

namespace OrleansIot.Race;

/// <summary>Prints one event's table, ratios and truth.</summary>
internal static class Report
{
    public const string Bare = "bare Kestrel";
    public const string Sqlite = "SQLite transaction per request";
    public const string Product = "OrleansIot";

    private const string Row = "{0,-32}{1,10:N0}{2,9:N2}{3,9:N2}{4,9:N1}{5,9:N1}{6,10:N0}";

    /// <summary>False when the truth check failed or a request did.</summary>
    public static bool Print(RaceEvent raceEvent, (string Name, Measurement Median)[] contestants)
    {
        Write("");
        Write($"{raceEvent.Title}, {raceEvent.Connections} connections");
        Write(string.Format(CultureInfo.InvariantCulture, "{0,-32}{1,10}{2,9}{3,9}{4,9}{5,9}{6,10}", "", "requests/s", "p50 ms", "p99 ms", "CPU us", "later us", "alloc B"));
        foreach (var (name, m) in contestants)
            Write(string.Format(CultureInfo.InvariantCulture, Row, name, m.RequestsPerSecond, m.P50, m.P99, m.CpuMicroseconds, m.LaterMicroseconds, m.AllocatedBytes));
        if (contestants.FirstOrDefault(c => c.Name == Product).Median is { } product)
        {
            foreach (var (name, m) in contestants.Where(c => c.Name != Product))
                Write(Ratios(name, product, m));
        }

        return contestants.All(c => IsSound(c.Name, c.Median));
    }

    private static string Ratios(string name, Measurement product, Measurement reference) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Product} / {name}: {product.RequestsPerSecond / reference.RequestsPerSecond:N2} in requests/s, {product.CpuMicroseconds / reference.CpuMicroseconds:N2} in CPU per request ({product.TotalCpu / reference.TotalCpu:N2} with what is done later)");

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
