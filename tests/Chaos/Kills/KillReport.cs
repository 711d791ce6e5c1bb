using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Kills;

/// <summary>What kills cost the devices, kill by kill and over all.</summary>
/// <param name="begun">Of the run, in ticks of Stopwatch.</param>
internal sealed class KillReport(long begun, IReadOnlyList<Kill> kills, IReadOnlyList<FleetRecord> records)
{
    private readonly Wait[] _waits = [.. records.SelectMany(r => r.Waits())];
    private readonly FailedRequest[] _failures = [.. records.SelectMany(r => r.AllFailures())];

    public long Attempts => records.Sum(r => r.Attempts);

    public long Failures => _failures.LongCount(f => !f.IsAside);

    /// <summary>Share of requests that succeeded, those aside that met the database's own absence.</summary>
    public double Success => Attempts == 0 ? 1 : 1 - ((double)Failures / Attempts);

    /// <summary>The longest outage of the kills of this kind.</summary>
    public TimeSpan LongestOutage(KillTarget target) => kills.Index().Where(k => k.Item.Target == target).Select(k => Outage(k.Index)).DefaultIfEmpty().Max();

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"kill",-6}{"at s",8}  {"what",-12}{"away s",8}{"ready s",9}{"outage s",10}{"devices",9}{"failed",8}\n");
        foreach (var (i, kill) in kills.Index())
        {
            var (from, to) = Span(i);
            var failed = _failures.Where(f => f.At >= from && f.At < to).CountBy(f => f.IsAside ? $"{f.Kind} aside" : f.Kind).OrderBy(k => k.Key).ToArray();
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i + 1,-6}{Seconds(begun, kill.At),8:N1}  {kill.Name,-12}{Seconds(kill.At, kill.StartedAt),8:N1}{Seconds(kill.StartedAt, kill.ReadyAt),9:N1}{Outage(i).TotalSeconds,10:N2}{Affected(i).Select(w => w.Device).Distinct().Count(),9}{failed.Sum(f => f.Value),8}");
            text.Append(failed.Length == 0 ? "\n" : $"  ({string.Join(", ", failed.Select(f => $"{f.Value.ToString(CultureInfo.InvariantCulture)} {f.Key}"))})\n");
        }

        var longest = records.Max(r => r.LongestWait);
        text.Append(CultureInfo.InvariantCulture, $"longest outage that a device saw: {longest.TotalSeconds:N2} s; after a silo's death {LongestOutage(KillTarget.Silo).TotalSeconds:N2} s, a gateway's {LongestOutage(KillTarget.Gateway).TotalSeconds:N2} s\n");
        text.Append(CultureInfo.InvariantCulture, $"requests: {Attempts:N0}, failed {Failures:N0}, succeeded {Success:P3}; while the database was away {records.Sum(r => r.AsideAttempts):N0}, failed {records.Sum(r => r.AsideFailures):N0}");
        foreach (var (kind, count) in _failures.Where(f => !f.IsAside).CountBy(f => f.Kind).OrderBy(k => k.Key))
            text.Append(CultureInfo.InvariantCulture, $"\n{count,12:N0}  {kind}");
        return text.ToString();
    }

    /// <summary>
    /// The longest that a device waited because of a kill: from the kill, or from its first attempt when that was later, to the acknowledgement. A wait that lasts
    /// beyond the next kill is that one's from there on: a request that was just under way when PostgreSQL went did not wait for the silo before.
    /// </summary>
    /// <param name="at">When the kill was, in ticks of Stopwatch.</param>
    /// <param name="next">When the next one was.</param>
    internal static TimeSpan Outage(IEnumerable<Wait> waits, long at, long next) =>
        Affected(waits, at, next).Select(w => Stopwatch.GetElapsedTime(Math.Max(w.Begun, at), Math.Min(w.Ended, next))).DefaultIfEmpty().Max();

    private static IEnumerable<Wait> Affected(IEnumerable<Wait> waits, long at, long next) =>
        waits.Where(w => w.Ended > at && w.Begun < next && Stopwatch.GetElapsedTime(Math.Max(w.Begun, at), Math.Min(w.Ended, next)) > FleetRecord.NoticedWait);

    private TimeSpan Outage(int kill)
    {
        var (at, next) = Span(kill);
        return Outage(_waits, at, next);
    }

    private IEnumerable<Wait> Affected(int kill)
    {
        var (at, next) = Span(kill);
        return Affected(_waits, at, next);
    }

    private (long From, long To) Span(int kill) => (kills[kill].At, kill + 1 < kills.Count ? kills[kill + 1].At : long.MaxValue);

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;
}
