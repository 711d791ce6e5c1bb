using System.Globalization;
using System.Net;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>The people and programs that change shared attributes: one after the other for each device, each change repeated until it is acknowledged.</summary>
internal sealed class SharedWriters(DownlinkPlan plan, IReadOnlyList<IPEndPoint> gateways, string accessToken, Findings findings)
{
    /// <summary>Plays the script of one device.</summary>
    /// <param name="elapsed">Time since the beginning of the run.</param>
    public async Task PlayAsync(DownlinkDevice device, UpdateScript script, Func<TimeSpan> elapsed, CancellationToken stop)
    {
        var random = plan.RandomFor(Purposes.Writers, device.Index);
        using var client = new DeviceClient(gateways, random.Next(gateways.Count));
        foreach (var step in script.Steps)
        {
            var early = step.At - elapsed();
            if (early > TimeSpan.Zero)
                await Task.Delay(early, TimeProvider.System, stop);
            await WriteAsync(client, RequestOf(device, step), random, stop);
        }
    }

    /// <summary>Writes one number.</summary>
    public async Task WriteAsync(DownlinkDevice device, string key, long value, CancellationToken stop)
    {
        using var client = new DeviceClient(gateways, device.Index);
        var request = WireRequest.Post(PathOf(device), string.Create(CultureInfo.InvariantCulture, $"{{\"{key}\":{value}}}"), accessToken);
        await WriteAsync(client, request, new Random(device.Index), stop);
    }

    private static string PathOf(DownlinkDevice device) => $"/api/plugins/telemetry/DEVICE/{device.Id}/SHARED_SCOPE";

    private async Task WriteAsync(DeviceClient client, byte[] request, Random random, CancellationToken stop)
    {
        await client.InsistAsync(
            request,
            random,
            response =>
            {
                findings.Count("changes written again");
                if (response is { Status: not (429 or 503) })
                    findings.Fault($"a shared change was answered {response.Status} {response.Body}");
            },
            stop);
        findings.Count("changes written");
    }

    private byte[] RequestOf(DownlinkDevice device, UpdateStep step) => step.IsDeletion
        ? WireRequest.Delete($"{PathOf(device)}?keys={step.Key}", accessToken)
        : WireRequest.Post(
            PathOf(device),
            string.Create(CultureInfo.InvariantCulture, $"{{\"{UpdateView.Sequence}\":{step.Number},\"{step.Key}\":{step.Number}}}"),
            accessToken);
}
