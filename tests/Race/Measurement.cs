using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>What one window showed, or the median of several.</summary>
/// <param name="CpuMicroseconds">Server processor time per request inside the window.</param>
/// <param name="LaterMicroseconds">Server processor time per request that it still spent after the load had ended, until it was quiet.</param>
/// <param name="AllocatedBytes">Managed bytes allocated by the server per request.</param>
/// <param name="Failures">Answers other than 200, and requests without an answer.</param>
internal sealed record Measurement(
    double RequestsPerSecond,
    double P50,
    double P99,
    double CpuMicroseconds,
    double LaterMicroseconds,
    double AllocatedBytes,
    long Failures,
    Audit? Audit)
{
    public double TotalCpu => CpuMicroseconds + LaterMicroseconds;

    public static Measurement Median(IReadOnlyList<Measurement> rounds) => new(
        Median(rounds, m => m.RequestsPerSecond),
        Median(rounds, m => m.P50),
        Median(rounds, m => m.P99),
        Median(rounds, m => m.CpuMicroseconds),
        Median(rounds, m => m.LaterMicroseconds),
        Median(rounds, m => m.AllocatedBytes),
        rounds.Sum(m => m.Failures),
        Sum([.. rounds.Select(m => m.Audit).OfType<Audit>()]));

    public static double Median<T>(IEnumerable<T> values, Func<T, double> choose)
    {
        var sorted = values.Select(choose).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static Audit? Sum(Audit[] audits) =>
        audits.Length == 0 ? null : new Audit(audits.Sum(a => a.Acknowledged), audits.Sum(a => a.Stored), [.. audits.SelectMany(a => a.Faults)]);
}
