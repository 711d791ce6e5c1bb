using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>Those who give two-way commands and wait for their end, each over a connection of its own to a gateway it knows.</summary>
/// <param name="deaths">How often a gateway has died so far.</param>
internal sealed class CommandCallers(DownlinkPlan plan, IReadOnlyList<IPEndPoint> gateways, Func<IPEndPoint, int> deaths, string accessToken, Findings findings)
{
    private readonly Lock _lock = new();
    private readonly List<(DownlinkDevice Device, string Nonce)> _orphans = [];

    /// <summary>From the call to its answer, of those that were answered.</summary>
    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Commands whose caller lost its gateway: nobody waits for them.</summary>
    public IReadOnlyCollection<(DownlinkDevice Device, string Nonce)> Orphans => _orphans;

    /// <summary>What a device answers, and what the caller must therefore be given.</summary>
    public static string AnswerOf(string nonce) => $"{{\"n\":\"{nonce}\"}}";

    /// <summary>Calls the commands of one device at their random instants; they may overlap.</summary>
    public Task PlayAsync(DownlinkDevice device, Func<TimeSpan> elapsed, CancellationToken stop)
    {
        var random = plan.RandomFor(Purposes.Commands, device.Index);
        var count = (plan.Commands / plan.Devices) + (device.Index < plan.Commands % plan.Devices ? 1 : 0);
        var calls = Enumerable.Range(0, count)
            .Select(i => (At: plan.Spread * random.NextDouble(), Gateway: random.Next(gateways.Count), Nonce: string.Create(CultureInfo.InvariantCulture, $"{device.Index}-{i}")))
            .ToArray();
        return Task.WhenAll(calls.Select(async call =>
        {
            var early = call.At - elapsed();
            if (early > TimeSpan.Zero)
                await Task.Delay(early, TimeProvider.System, stop);
            await CallAsync(device, call.Nonce, call.Gateway, stop);
        }));
    }

    /// <summary>Calls until the command is taken, and checks its end.</summary>
    /// <param name="gateway">The first to be asked.</param>
    public async Task CallAsync(DownlinkDevice device, string nonce, int gateway, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            var endPoint = gateways[(gateway + attempt) % gateways.Count];
            switch (await TryCallAsync(device, nonce, endPoint, stop))
            {
                case CallEnd.Ended:
                    return;
                case CallEnd.Refused:
                    findings.Count("calls refused and made again");
                    await Pause.AfterFailureAsync(Random.Shared, stop);
                    break;
                default:
                    lock (_lock)
                        _orphans.Add((device, nonce));
                    findings.Count("calls whose gateway died");
                    return;
            }
        }
    }

    private async Task<CallEnd> TryCallAsync(DownlinkDevice device, string nonce, IPEndPoint endPoint, CancellationToken stop)
    {
        var before = deaths(endPoint);
        var begun = Stopwatch.GetTimestamp();
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(stop);
        guard.CancelAfter(plan.CallTimeout + plan.Grace);
        var isSent = false;
        try
        {
            using var connection = await WireConnection.OpenAsync(endPoint, guard.Token);
            isSent = true;
            await connection.SendAsync(RequestOf(device, nonce), guard.Token);
            if (await connection.ReadAsync(guard.Token) is { } response)
                return End(response, device, nonce, begun);
        }
        catch (SocketException) when (!isSent)
        {
            return CallEnd.Refused;
        }
        catch (SocketException)
        {
            // Broken: see below.
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            findings.Fault($"call {nonce}: no answer within its time-out and {plan.Grace.TotalSeconds:N0} s more");
            return CallEnd.Ended;
        }

        if (deaths(endPoint) != before)
            return CallEnd.Orphaned;
        findings.Fault($"call {nonce}: the gateway lives and ended the connection without an answer");
        return CallEnd.Ended;
    }

    private byte[] RequestOf(DownlinkDevice device, string nonce) => WireRequest.Post(
        $"/api/rpc/twoway/{device.Id}",
        string.Create(CultureInfo.InvariantCulture, $"{{\"method\":\"echo\",\"params\":{{\"n\":\"{nonce}\"}},\"timeout\":{(long)plan.CallTimeout.TotalMilliseconds}}}"),
        accessToken);

    private CallEnd End(WireResponse response, DownlinkDevice device, string nonce, long begun)
    {
        if (response.Status is 429 or 503)
            return CallEnd.Refused;
        if (response.Status == 200 && response.Body == AnswerOf(nonce))
        {
            findings.Count("calls answered");
            lock (_lock)
                Latencies.Record(Stopwatch.GetTimestamp() - begun);
        }
        else
        {
            findings.Fault($"call {nonce} of device {device.Index} ended with {response.Status} {response.Body}");
        }

        return CallEnd.Ended;
    }

    private enum CallEnd
    {
        Ended,
        Refused,
        Orphaned,
    }
}
