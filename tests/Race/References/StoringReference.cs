using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansIot.Servers;

namespace OrleansIot.Race.References;

/// <summary>A reference that keeps the promise of durability in a straight way: it knows the fleet by heart and stores what each request brings before it answers.</summary>
internal abstract class StoringReference
{
    private const string Prefix = "/api/v1/";

    private static readonly string[] Names = ["voltage", "uptime", "firmware"];

    private readonly Dictionary<string, long> _devices = Enumerable.Range(0, 100_000).ToDictionary(Fleet.Token, i => (long)i);

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/count")
            await context.Response.WriteAsync((await CountAsync()).ToString(CultureInfo.InvariantCulture));
        else if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            context.Response.ContentLength = 0;
        else if (!_devices.TryGetValue(path[Prefix.Length..path.LastIndexOf('/')], out var device))
            context.Response.StatusCode = 401;
        else if (HttpMethods.IsGet(context.Request.Method))
            await ReadAsync(context.Response, device);
        else
            await StoreAsync(context, device, isTelemetry: path.EndsWith("/telemetry", StringComparison.Ordinal));
    }

    /// <summary>Returns when the three readings are committed.</summary>
    protected abstract Task StoreReadingsAsync(long device, ParsedBody body);

    /// <summary>Returns when the three attributes are committed.</summary>
    protected abstract Task StoreAttributesAsync(long device, ParsedBody body);

    /// <summary>The three attributes; null when there are none.</summary>
    protected abstract Task<double[]?> ReadAttributesAsync(long device);

    /// <summary>How many of the requests that it can count are stored.</summary>
    protected abstract Task<long> CountAsync();

    private async Task StoreAsync(HttpContext context, long device, bool isTelemetry)
    {
        var body = await BareReference.ReadAsync(context.Request.BodyReader);
        var parsed = ParsedBody.Parse(body.Buffer);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        await (isTelemetry ? StoreReadingsAsync(device, parsed) : StoreAttributesAsync(device, parsed));
        context.Response.ContentLength = 0;
    }

    private async Task ReadAsync(HttpResponse response, long device)
    {
        var json = new StringBuilder("{\"client\":{");
        foreach (var (i, value) in (await ReadAttributesAsync(device) ?? []).Index())
            json.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\"{Names[i]}\":{value:R}");
        json.Append("}}");
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.WriteAsync(json.ToString());
    }
}
