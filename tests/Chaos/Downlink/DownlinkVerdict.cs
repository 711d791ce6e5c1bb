using System.Globalization;
using System.Text;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>What a downlink run counted and found.</summary>
/// <param name="Latencies">Of two-way commands, in their callers' view.</param>
/// <param name="FaultCount">How often a promise was broken.</param>
/// <param name="Faults">The first few of them.</param>
internal sealed record DownlinkVerdict(IReadOnlyDictionary<string, long> Counts, LatencyHistogram Latencies, long FaultCount, IReadOnlyList<string> Faults)
{
    public bool Holds => FaultCount == 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, count) in Counts)
            text.Append(CultureInfo.InvariantCulture, $"{count,12:N0}  {name}\n");
        text.Append(CultureInfo.InvariantCulture, $"call to answer: p50 {Latencies.Milliseconds(0.5):N0} ms, p99 {Latencies.Milliseconds(0.99):N0} ms, longest {Latencies.Milliseconds(1):N0} ms\n");
        text.Append(CultureInfo.InvariantCulture, $"{FaultCount} faults");
        foreach (var fault in Faults)
            text.Append("\n  ").Append(fault);
        return text.ToString();
    }
}
