using System.Net;

namespace OrleansIot.Load;

/// <summary>The loop against a server that does as told. A fleet of 10 devices on 4 connections.</summary>
public sealed class LoadRunTests
{
    private const int Devices = 10;
    private const int Connections = 4;
    private const int Rounds = 20;

    private static readonly string[] Tokens = [.. Enumerable.Range(0, Devices).Select(i => $"T{i}")];

    private readonly Ledger _ledger = new(Devices, 1_700_000_000_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task everything_is_sent_once_and_acknowledged(int threads)
    {
        using var server = new ToyServer(_ => ToyServer.Ok);
        var tally = await RunAsync(server, threads);
        Assert.Equal(Devices * Rounds, server.Requests);
        Assert.Equal(Devices * Rounds, _ledger.TotalAcknowledged);
        Assert.Equal(Devices * Rounds, tally.Measured);
        Assert.Equal((0, 0), (tally.Lost, tally.Failures));
    }

    [Fact]
    public async Task a_chunked_answer_counts_as_any_other()
    {
        using var server = new ToyServer(_ => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        Assert.Equal(Devices * Rounds, (await RunAsync(server)).Of(200));
    }

    [Fact]
    public async Task a_refusal_is_counted_and_not_acknowledged()
    {
        using var server = new ToyServer(n => n % 4 == 0 ? "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}" : ToyServer.Ok);
        var tally = await RunAsync(server);
        Assert.Equal(Devices * Rounds / 4, tally.Of(503));
        Assert.Equal(Devices * Rounds * 3 / 4, _ledger.TotalAcknowledged);
    }

    [Fact]
    public async Task a_connection_that_breaks_is_opened_again_and_its_request_is_not_acknowledged()
    {
        using var server = new ToyServer(n => n % 10 == 0 ? null : ToyServer.Ok);
        var tally = await RunAsync(server);
        Assert.Equal(Devices * Rounds / 10, tally.Lost);
        Assert.Equal(Devices * Rounds * 9 / 10, _ledger.TotalAcknowledged);
        Assert.Equal(Devices * Rounds, _ledger.TotalSent);
    }

    [Fact]
    public async Task a_server_that_is_not_there_is_asked_again_until_the_load_is_stopped()
    {
        IPEndPoint nobody;
        using (var server = new ToyServer(_ => null))
            nobody = server.EndPoint;
        await using var run = new LoadRun(nobody, Workload(), Connections);
        var tally = await run.StopAsync();
        Assert.Equal((0, 0), (tally.Answers, _ledger.TotalSent));
    }

    [Fact]
    public async Task stopping_waits_for_what_is_in_flight()
    {
        using var server = new ToyServer(_ => ToyServer.Ok);
        var workload = new FleetWorkload(RequestTemplate.PostTelemetry, Tokens, _ledger, Connections);
        await using var run = new LoadRun(server.EndPoint, workload, Connections);
        while (_ledger.TotalAcknowledged < 100)
            await Task.Yield();
        var tally = await run.StopAsync();
        Assert.Equal(0, tally.Lost);
        Assert.Equal(_ledger.TotalSent, _ledger.TotalAcknowledged);
        Assert.Equal(0, tally.Measured);
    }

    private FleetWorkload Workload() => new(RequestTemplate.PostTelemetry, Tokens, _ledger, Connections, Rounds);

    private Task<Tally> RunAsync(ToyServer server, int threads = 1) => LoadRun.RunToEndAsync(server.EndPoint, Workload(), Connections, threads);
}
