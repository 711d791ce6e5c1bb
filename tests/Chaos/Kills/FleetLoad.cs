using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Chaos.Kills;

/// <summary>The load of a whole fleet through the balancer: readings and attributes of every device, repeated until they are acknowledged.</summary>
internal sealed class FleetLoad : IAsyncDisposable
{
    /// <summary>A gateway answers within ten seconds whatever happens behind it, so what takes longer than this is lost.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(15);

    /// <summary>Longer than a cluster needs to serve again.</summary>
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(90);

    private readonly ChaosCluster _cluster;
    private readonly (SteadyFleetWorkload Workload, LoadRun Run)[] _loads;

    /// <param name="pace">From one reading of a device to its next, and likewise of its attributes.</param>
    public FleetLoad(ChaosCluster cluster, TimeSpan pace, int seed)
    {
        _cluster = cluster;
        var (devices, now) = (cluster.Fleet.Count, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        (Readings, Attributes) = (new Ledger(devices, now), new Ledger(devices, now));
        Records = [new FleetRecord(devices), new FleetRecord(devices)];
        _loads = [Begin(RequestTemplate.PostTelemetry, Readings, Records[0], pace, seed), Begin(RequestTemplate.PostAttributes, Attributes, Records[1], pace, seed + 1)];
    }

    public Ledger Readings { get; }

    public Ledger Attributes { get; }

    /// <summary>Of readings and of attributes.</summary>
    public IReadOnlyList<FleetRecord> Records { get; }

    public void SetAside(bool isAside)
    {
        foreach (var record in Records)
            record.IsSettingAside = isAside;
    }

    /// <summary>Every device sends at least that often more; throws when the load stands still.</summary>
    public async Task ProgressAsync(int messages = 2)
    {
        var goals = Enumerable.Range(0, Readings.Devices).Select(d => (Readings: Readings.LastAcknowledged(d) + messages, Attributes: Attributes.LastAcknowledged(d) + messages)).ToArray();
        using var guard = new CancellationTokenSource(LongestFinish);
        while (Enumerable.Range(0, Readings.Devices).Any(d => Readings.LastAcknowledged(d) < goals[d].Readings || Attributes.LastAcknowledged(d) < goals[d].Attributes))
        {
            if (guard.IsCancellationRequested)
                throw new InvalidOperationException($"The load stands still.\n{_cluster.Servers}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Ends the load when what was begun is acknowledged; gives up after a generous time, which shows as waits that never ended.</summary>
    public async Task FinishAsync()
    {
        foreach (var (workload, _) in _loads)
            workload.Finish();
        await Task.WhenAny(Task.WhenAll(_loads.Select(l => l.Run.Ended)), Task.Delay(LongestFinish, TimeProvider.System));
        foreach (var (_, run) in _loads)
            await run.StopAsync();
    }

    /// <summary>Whether the truth is what was acknowledged.</summary>
    public async Task<TruthCheck> AuditAsync()
    {
        using var api = await _cluster.LoginAsync();
        return new TruthCheck(
            await TelemetryAudit.RunAsync(api, _cluster.Fleet, Readings),
            await AttributeAudit.RunAsync(api, _cluster.Fleet, Attributes),
            await LatestAudit.RunAsync(api, _cluster.Fleet, Readings),
            await _cluster.QueryAsync("select count(*) - count(distinct (device, key, ts)) from reading", r => r.Read() ? r.GetInt64(0) : -1));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, run) in _loads)
            await run.DisposeAsync();
    }

    private (SteadyFleetWorkload Workload, LoadRun Run) Begin(RequestTemplate template, Ledger ledger, FleetRecord record, TimeSpan pace, int seed)
    {
        var workload = new SteadyFleetWorkload(template, [.. _cluster.Fleet.Select(d => d.Token)], ledger, record, pace, seed);
        return (workload, new LoadRun(new LoadTarget([_cluster.EndPoint], TimeOut), workload, _cluster.Fleet.Count));
    }
}
