using System.Diagnostics;
using System.Net;

namespace OrleansIot.Load;

/// <summary>Devices that do not give up, against a server that does as told.</summary>
public sealed class SteadyFleetTests
{
    private const int Devices = 8;
    private const int Rounds = 10;
    private const int Seed = 7;

    private static readonly string[] Tokens = [.. Enumerable.Range(0, Devices).Select(i => $"T{i}")];
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(5);

    private readonly Ledger _ledger = new(Devices, 1_700_000_000_000);
    private readonly FleetRecord _record = new(Devices);

    [Fact]
    public async Task a_message_that_is_refused_is_repeated_until_it_is_acknowledged()
    {
        using var server = new ToyServer(n => n % 5 == 0 ? "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}" : ToyServer.Ok);
        await RunToEndAsync(server.EndPoint);
        Assert.Equal(Devices * Rounds, _ledger.TotalAcknowledged);
        Assert.Equal(server.Requests, _record.Attempts);
        Assert.Equal(server.Requests - (Devices * Rounds), _record.Failures["503"]);
        Assert.Equal(["503"], _record.Failures.Keys);
    }

    [Fact]
    public async Task a_message_whose_connection_breaks_is_repeated()
    {
        using var server = new ToyServer(n => n % 5 == 0 ? null : ToyServer.Ok);
        await RunToEndAsync(server.EndPoint);
        Assert.Equal(Devices * Rounds, _ledger.TotalAcknowledged);
        Assert.Equal(server.Requests - (Devices * Rounds), _record.Failures["reset"]);
    }

    [Fact]
    public async Task a_server_that_hangs_is_given_up_and_the_next_one_is_asked()
    {
        using var hanging = new ToyServer(_ => "");
        using var working = new ToyServer(_ => ToyServer.Ok);
        var target = new LoadTarget([hanging.EndPoint, working.EndPoint], TimeSpan.FromMilliseconds(500));
        var tally = await RunToEndAsync(target);
        Assert.True(tally.TimedOut >= Devices / 2, $"{tally.TimedOut} timed out");
        Assert.Equal((hanging.Requests, 0), (tally.TimedOut, tally.Reset));
        Assert.Equal(tally.TimedOut, _record.Failures["timed out"]);
        Assert.Equal(Devices * Rounds, _ledger.TotalAcknowledged);
    }

    [Fact]
    public async Task a_server_that_is_gone_counts_as_refused_and_the_next_one_is_asked()
    {
        IPEndPoint nobody;
        using (var gone = new ToyServer(_ => null))
            nobody = gone.EndPoint;
        using var working = new ToyServer(_ => ToyServer.Ok);
        await RunToEndAsync(new LoadTarget([nobody, working.EndPoint], Timeout.InfiniteTimeSpan));
        Assert.Equal(Devices / 2, _record.Failures["refused"]);
        Assert.Equal(Devices * Rounds, _ledger.TotalAcknowledged);
    }

    [Fact]
    public async Task what_fails_while_a_part_is_down_is_set_aside()
    {
        using var server = new ToyServer(n => n <= 40 ? "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}" : ToyServer.Ok);
        _record.IsSettingAside = true;
        await RunToEndAsync(server.EndPoint);
        Assert.Empty(_record.Failures);
        Assert.Equal((40, 0), (_record.AsideFailures, _record.Attempts));
        Assert.Equal(server.Requests, _record.AsideAttempts);
    }

    [Fact]
    public async Task the_longest_wait_counts_from_the_first_attempt()
    {
        var begun = Stopwatch.GetTimestamp();
        using var server = new ToyServer(_ => Stopwatch.GetElapsedTime(begun) < 2 * FleetRecord.NoticedWait ? null : ToyServer.Ok);
        await RunToEndAsync(server.EndPoint);
        Assert.True(_record.LongestWait > FleetRecord.NoticedWait, $"{_record.LongestWait}");
        Assert.Contains(_record.Waits(), w => Stopwatch.GetElapsedTime(w.Begun, w.Ended) == _record.LongestWait);
    }

    [Fact]
    public async Task a_wait_that_has_not_ended_shows()
    {
        using var server = new ToyServer(_ => null);
        await using var run = new LoadRun(server.EndPoint, Workload(), Devices);
        while (_record.Waits().Count < Devices)
            await Task.Yield();
        Assert.Equal(0, _ledger.TotalAcknowledged);
    }

    [Fact]
    public async Task a_fleet_that_finishes_has_everything_acknowledged()
    {
        using var server = new ToyServer(n => n % 3 == 0 ? null : ToyServer.Ok);
        var workload = Workload(rounds: int.MaxValue);
        await using var run = new LoadRun(server.EndPoint, workload, Devices);
        while (_ledger.TotalAcknowledged < 50)
            await Task.Yield();
        workload.Finish();
        await run.Ended;
        Assert.Equal(_ledger.TotalSent, _ledger.TotalAcknowledged);
    }

    [Fact]
    public async Task a_response_that_announces_the_end_of_its_connection_is_followed_by_a_new_one()
    {
        using var server = new ToyServer(_ => "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await RunToEndAsync(server.EndPoint);
        Assert.Empty(_record.Failures);
        Assert.InRange(server.Connections, Devices * Rounds, (Devices * Rounds) + Devices);
    }

    private SteadyFleetWorkload Workload(int rounds = Rounds) => new(RequestTemplate.PostTelemetry, Tokens, _ledger, _record, Often, Seed, rounds);

    private Task<Tally> RunToEndAsync(LoadTarget target) => LoadRun.RunToEndAsync(target, Workload(), Devices);
}
