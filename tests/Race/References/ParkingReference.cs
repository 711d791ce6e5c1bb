using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using OrleansIot.Servers;

namespace OrleansIot.Race.References;

/// <summary>The least that a long poll can cost: a request that awaits a TaskCompletionSource, and a post that completes it with its body.</summary>
internal sealed class ParkingReference
{
    private const string Devices = "/api/plugins/telemetry/DEVICE/";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]>> _parked = new(StringComparer.Ordinal);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/updates", StringComparison.Ordinal))
            return ParkAsync(context, path.Split('/')[3]);
        if (path.StartsWith(Devices, StringComparison.Ordinal))
            return WakeAsync(context, path.AsMemory(Devices.Length, 36));
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private async Task ParkAsync(HttpContext context, string token)
    {
        var parked = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _parked[token] = parked;
        var body = await parked.Task;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body);
    }

    private async Task WakeAsync(HttpContext context, ReadOnlyMemory<char> device)
    {
        var token = Fleet.Token(BitConverter.ToInt32(Guid.Parse(device.Span).ToByteArray()));
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (_parked.TryRemove(token, out var parked))
            parked.SetResult(body.ToArray());
        context.Response.ContentLength = 0;
    }
}
