using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansIot.Servers;

namespace OrleansIot.Race.References;

/// <summary>The straight way to the same promise: each request is a durable transaction of its own, one after the other.</summary>
internal sealed class SqliteReference(string folder)
{
    private const string Prefix = "/api/v1/";

    private readonly SqliteTables _tables = new(folder);
    private readonly SemaphoreSlim _connection = new(1);
    private readonly Dictionary<string, long> _devices = Enumerable.Range(0, 100_000).ToDictionary(Fleet.Token, i => (long)i);

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            await context.Response.WriteAsync(_tables.CountReadings().ToString(CultureInfo.InvariantCulture));
        else if (!_devices.TryGetValue(path[Prefix.Length..path.LastIndexOf('/')], out var device))
            context.Response.StatusCode = 401;
        else if (HttpMethods.IsGet(context.Request.Method))
            await ReadAsync(context.Response, device);
        else
            await StoreAsync(context, device, isTelemetry: path.EndsWith("/telemetry", StringComparison.Ordinal));
    }

    private async Task StoreAsync(HttpContext context, long device, bool isTelemetry)
    {
        var body = await BareReference.ReadAsync(context.Request.BodyReader);
        var parsed = ParsedBody.Parse(body.Buffer);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        await _connection.WaitAsync();
        try
        {
            if (isTelemetry)
                _tables.StoreReadings(device, parsed);
            else
                _tables.StoreAttributes(device, parsed);
        }
        finally
        {
            _connection.Release();
        }

        context.Response.ContentLength = 0;
    }

    private async Task ReadAsync(HttpResponse response, long device)
    {
        await _connection.WaitAsync();
        string json;
        try
        {
            json = _tables.ReadAttributes(device);
        }
        finally
        {
            _connection.Release();
        }

        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.WriteAsync(json);
    }
}
