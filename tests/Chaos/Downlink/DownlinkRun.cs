using System.Diagnostics;
using System.Net;

namespace OrleansIot.Chaos.Downlink;

/// <summary>Devices that poll, writers that change, callers that command, and the judgement on what came of it.</summary>
internal sealed class DownlinkRun : IDisposable
{
    private const string LastKey = "last";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly DownlinkPlan _plan;
    private readonly Findings _findings = new();
    private readonly IReadOnlyList<DownlinkDevice> _devices;
    private readonly UpdateScript[] _scripts;
    private readonly UpdatePolls[] _updates;
    private readonly CommandPolls[] _commands;
    private readonly SharedWriters _writers;
    private readonly CommandCallers _callers;

    /// <param name="gateways">Where writers and callers go.</param>
    /// <param name="deaths">How often a gateway has died so far.</param>
    public DownlinkRun(DownlinkPlan plan, IReadOnlyList<DownlinkDevice> devices, IReadOnlyList<IPEndPoint> gateways, Func<IPEndPoint, int> deaths, string accessToken)
    {
        (_plan, _devices) = (plan, devices);
        _scripts = [.. devices.Select(d => new UpdateScript(plan, d.Index))];
        _updates = [.. devices.Select(d => new UpdatePolls(d, plan, _findings))];
        _commands = [.. devices.Select(d => new CommandPolls(d, plan, _findings))];
        _writers = new SharedWriters(plan, gateways, accessToken, _findings);
        _callers = new CommandCallers(plan, gateways, deaths, accessToken, _findings);
    }

    /// <summary>Runs to its end, which is at most the plan's times away.</summary>
    /// <param name="disturb">What happens to the servers meanwhile; it is stopped when everything was written and called.</param>
    public async Task<DownlinkVerdict> RunAsync(Func<CancellationToken, Task> disturb, CancellationToken stop)
    {
        await Task.WhenAll(_updates.Select(u => u.BeginAsync(stop)));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var polls = Task.WhenAll([.. _updates.Select(u => u.RunAsync(over.Token)), .. _commands.Select(c => c.RunAsync(over.Token))]);
        using (var calm = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            var disturbance = disturb(calm.Token);
            await PlayAsync(stop);
            await calm.CancelAsync();
            await disturbance;
        }

        await UntilAsync(() => !Missing().Any(m => !m.IsExcused), stop);
        Judge();
        await RunLastRoundAsync(stop);
        await over.CancelAsync();
        await polls;
        return new DownlinkVerdict(_findings.Counts, _callers.Latencies, _findings.FaultCount, _findings.Faults);
    }

    public void Dispose()
    {
        foreach (var loop in _updates.Concat<PollLoop>(_commands))
            loop.Dispose();
    }

    private Task PlayAsync(CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        TimeSpan Elapsed() => Stopwatch.GetElapsedTime(begun);
        return Task.WhenAll(_devices.Select(d => Task.WhenAll(
            _writers.PlayAsync(d, _scripts[d.Index], Elapsed, stop),
            _callers.PlayAsync(d, Elapsed, stop))));
    }

    private IEnumerable<(int Device, string Change, bool IsExcused)> Missing() =>
        _devices.SelectMany(d => _updates[d.Index].FindMissing(_scripts[d.Index]).Select(m => (d.Index, m.Change, m.IsExcused)));

    private void Judge()
    {
        foreach (var (device, change, isExcused) in Missing())
        {
            if (isExcused)
                _findings.Count("updates lost after their last byte, as may be");
            else
                _findings.Fault($"updates: device {device} ({(_devices[device].HasCursor ? "with" : "without")} a cursor) lost a change: {change}");
        }

        _findings.Count("commands overtaken by a younger one", _commands.Sum(c => c.Overtaken));
        _findings.Count("commands of dead gateways that ran on", _callers.Orphans.Count(o => _commands[o.Device.Index].Has(o.Nonce)));
    }

    /// <summary>One more change and one more command for everybody: who does not get it is stuck.</summary>
    private async Task RunLastRoundAsync(CancellationToken stop)
    {
        await Task.WhenAll(_devices.Select(d => Task.WhenAll(
            _writers.WriteAsync(d, LastKey, 1, stop),
            _callers.CallAsync(d, $"{d.Index}-{LastKey}", d.Index, stop))));
        await UntilAsync(() => _updates.All(u => u.Has(LastKey, 1)), stop);
        foreach (var device in _devices.Where(d => !_updates[d.Index].Has(LastKey, 1)))
            _findings.Fault($"updates: device {device.Index} is stuck, its last poll ended {_updates[device.Index].Silence.TotalSeconds:N0} s ago");
    }

    /// <summary>Until it holds, or until devices have had enough time.</summary>
    private async Task UntilAsync(Func<bool> holds, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds() && Stopwatch.GetElapsedTime(begun) < _plan.Settling)
            await Task.Delay(Look, TimeProvider.System, stop);
    }
}
