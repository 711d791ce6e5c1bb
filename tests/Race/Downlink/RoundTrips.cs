using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Downlink;

/// <summary>Callers at a steady rate, and devices that answer. A reference has no devices: its callers post twice.</summary>
internal sealed class RoundTrips : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<WireConnection> _idle = [];
    private readonly IPEndPoint _server;
    private readonly IReadOnlyList<FleetDevice> _fleet;
    private readonly bool _hasDevices;
    private readonly string _accessToken;
    private readonly Lock _lock = new();
    private int _next;

    private RoundTrips(Contestant contestant, string accessToken)
    {
        (_server, _fleet, _hasDevices, _accessToken) = (contestant.EndPoint, contestant.Devices, contestant.IsProduct, accessToken);
        if (_hasDevices)
            _ = Task.WhenAll(_fleet.Select(AnswerAsync));
    }

    public LatencyHistogram Latencies { get; set; } = new();

    public int Sent => _next;

    /// <summary>Commands that did not end with their answer.</summary>
    public ConcurrentBag<string> Failures { get; } = [];

    public static async Task<RoundTrips> StartAsync(Contestant contestant) => new(contestant, await contestant.AccessTokenAsync());

    /// <summary>Begins a call at every beat of the rate, whether or not earlier ones have ended, and waits for the last.</summary>
    public async Task RunAsync(int rate, TimeSpan time)
    {
        var calls = new List<Task>();
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < rate * time.TotalSeconds; i++)
        {
            var early = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(begun);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, TimeProvider.System);
            calls.Add(CallAsync(_next++));
        }

        await Task.WhenAll(calls);
    }

    public void Dispose()
    {
        _over.Cancel();
        foreach (var connection in _idle)
            connection.Dispose();
        _over.Dispose();
    }

    private static string BodyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{number}}}");

    private async Task CallAsync(int number)
    {
        var device = _fleet[number % _fleet.Count];
        var request = WireRequest.Post($"/api/rpc/twoway/{device.Id}", $"{{\"method\":\"echo\",\"params\":{BodyOf(number)}}}", _accessToken);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : await WireConnection.OpenAsync(_server, _over.Token);
            var answer = await AskAsync(connection, request);
            if (!_hasDevices)
                answer = await AskAsync(connection, request);
            lock (_lock)
                Latencies.Record(Stopwatch.GetTimestamp() - begun);
            _idle.Add(connection);
            if (answer is not { Status: 200 } || (_hasDevices && answer.Body != BodyOf(number)))
                Failures.Add($"command {number} ended with {answer?.Status} {answer?.Body}");
        }
        catch (SocketException e)
        {
            Failures.Add($"command {number}: {e.Message}");
        }
    }

    private async Task<WireResponse?> AskAsync(WireConnection connection, byte[] request)
    {
        await connection.SendAsync(request, _over.Token);
        return await connection.ReadAsync(_over.Token);
    }

    /// <summary>A device: polls, answers with what it was told, polls again.</summary>
    private async Task AnswerAsync(FleetDevice device)
    {
        var poll = WireRequest.Get($"/api/v1/{device.Token}/rpc?timeout=60000");
        try
        {
            using var connection = await WireConnection.OpenAsync(_server, _over.Token);
            while (await AskAsync(connection, poll) is { } command)
            {
                if (command.Status != 200)
                    continue;
                using var json = System.Text.Json.JsonDocument.Parse(command.Body);
                var id = json.RootElement.GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture);
                await AskAsync(connection, WireRequest.Post($"/api/v1/{device.Token}/rpc/{id}", json.RootElement.GetProperty("params").GetRawText()));
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (SocketException)
        {
            // The commands it was given fail by themselves.
        }

        Failures.Add($"the device {device.Token} lost its connection");
    }
}
