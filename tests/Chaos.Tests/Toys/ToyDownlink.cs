using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansIot.Chaos.Toys;

/// <summary>A server that keeps the promises of the downlink in the simplest way, or breaks one of them on purpose.</summary>
internal sealed class ToyDownlink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, ToyDevice> _devices = [];
    private readonly Misdeed _misdeed;

    private ToyDownlink(Misdeed misdeed)
    {
        _misdeed = misdeed;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/api/v1/{token}/attributes", GetAttributes);
        _app.MapGet("/api/v1/{token}/attributes/updates", PollUpdates);
        _app.MapGet("/api/v1/{token}/rpc", PollCommands);
        _app.MapPost("/api/v1/{token}/rpc/{id:int}", Reply);
        _app.MapPost("/api/plugins/telemetry/DEVICE/{id}/SHARED_SCOPE", Write);
        _app.MapDelete("/api/plugins/telemetry/DEVICE/{id}/SHARED_SCOPE", (string id, string keys) => Find(id).Write(keys, null));
        _app.MapPost("/api/rpc/twoway/{id}", CallAsync);
    }

    public IPEndPoint EndPoint => IPEndPoint.Parse(new Uri(_app.Urls.First()).Authority);

    public static async Task<ToyDownlink> StartAsync(Misdeed misdeed, IEnumerable<(Guid Id, string Token)> devices)
    {
        var toy = new ToyDownlink(misdeed);
        foreach (var (id, token) in devices)
            toy._devices[token] = toy._devices[id.ToString()] = new ToyDevice(misdeed);
        await toy._app.StartAsync();
        return toy;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private ToyDevice Find(string tokenOrId) => _devices[tokenOrId];

    private Task GetAttributes(string token, HttpContext http) => AnswerAsync(http, "{}", Find(token).Version);

    private async Task PollUpdates(string token, long timeout, long? since, HttpContext http)
    {
        var device = Find(token);
        var from = device.BeginPoll(http.Connection.Id);
        using var end = Deadline(timeout, http);
        while (_misdeed != Misdeed.LetsUpdatePollsHang || timeout < 0)
        {
            var changed = device.Changed;
            if (device.Collect(http.Connection.Id, since ?? from) is { } update)
            {
                await AnswerAsync(http, update.Body, update.Version);
                return;
            }

            if (!await UntilAsync(changed, end.Token))
            {
                http.Response.StatusCode = 408;
                return;
            }
        }

        await UntilAsync(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted), http.RequestAborted);
    }

    private async Task PollCommands(string token, long timeout, HttpContext http)
    {
        var device = Find(token);
        using var end = Deadline(timeout, http);
        while (true)
        {
            var changed = device.Changed;
            if (device.NextCommand() is { } command)
            {
                await AnswerAsync(http, string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{command.Id},\"method\":\"echo\",\"params\":{command.Parameters}}}"), null);
                return;
            }

            if (!await UntilAsync(changed, end.Token))
            {
                http.Response.StatusCode = 408;
                return;
            }
        }
    }

    private async Task Reply(string token, int id, HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Find(token).Answer(id, await reader.ReadToEndAsync());
    }

    private async Task Write(string id, HttpContext http)
    {
        foreach (var (key, value) in (await JsonNode.ParseAsync(http.Request.Body))!.AsObject())
            Find(id).Write(key, value!.GetValue<long>());
    }

    private async Task CallAsync(string id, HttpContext http)
    {
        var request = (await JsonNode.ParseAsync(http.Request.Body))!;
        if (_misdeed == Misdeed.HangsUpOnCallers)
        {
            http.Abort();
            return;
        }

        using var end = Deadline(request["timeout"]!.GetValue<long>(), http);
        var command = Find(id).Call(request["params"]!.ToJsonString());
        if (!await UntilAsync(command.Answer.Task, end.Token))
            http.Response.StatusCode = 504;
        else
            await AnswerAsync(http, _misdeed == Misdeed.MixesUpAnswers ? "{\"n\":\"another\"}" : await command.Answer.Task, null);
    }

    private Task AnswerAsync(HttpContext http, string body, long? version)
    {
        if (version is not null && _misdeed != Misdeed.GivesNoCursor)
            http.Response.Headers.ETag = $"\"{version}\"";
        http.Response.ContentLength = body.Length;
        return http.Response.WriteAsync(body);
    }

    private static CancellationTokenSource Deadline(long timeout, HttpContext http)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        end.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(timeout, 0)));
        return end;
    }

    /// <summary>False when the time was over before.</summary>
    private static async Task<bool> UntilAsync(Task task, CancellationToken end)
    {
        try
        {
            await task.WaitAsync(end);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
