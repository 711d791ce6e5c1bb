using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>A server of its own that fails in every way, under load: no answer is false, and the committer recovers by itself.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    private const int Devices = 12;

    private PostgresServer _server = null!;
    private PostgresOptions _options = null!;
    private CommitLoad _load = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        await StartLoadAsync(await _server.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task killed_in_the_middle_of_commits_everything_acknowledged_is_stored_and_the_load_goes_on()
    {
        await _load.StartAsync(Devices);
        for (var kill = 0; kill < 3; kill++)
        {
            await _load.AdvanceAsync(200, Cancellation);
            await _server.KillAsync();
            await _server.StartAgainAsync();
        }

        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
    }

    [Fact]
    public async Task restart_by_an_operator_is_survived()
    {
        await _load.StartAsync(Devices);
        await _load.AdvanceAsync(200, Cancellation);
        await _server.StopAsync();
        await _server.StartAgainAsync();
        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task readers_do_not_notice_that_the_server_was_restarted(bool kill)
    {
        await using var source = PostgresDataSource.Create(_options);
        var store = new PostgresReadingStore(source);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => source.ScalarAsync("select pg_sleep(0.1)", Cancellation)));
        await (kill ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAgainAsync();
        for (var i = 0; i < 20; i++)
            Assert.Empty(await store.LatestAsync(1, null, Cancellation));
    }

    [Fact]
    public async Task connections_that_are_cut_again_and_again_cost_nobody_an_answer()
    {
        await _load.StartAsync(Devices);
        for (var cut = 0; cut < 10; cut++)
        {
            await _load.AdvanceAsync(50, Cancellation);
            await _server.ExecuteAsync("postgres", "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
        }

        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
        Assert.Equal((0, 0), (_load.Count(ChangeResult.Refused), _load.Count(ChangeResult.LimitExceeded)));
    }

    [Fact]
    public async Task server_that_stands_still_does_not_hang_the_committer()
    {
        await _load.StartAsync(Devices);
        await _load.AdvanceAsync(200, Cancellation);
        _server.Pause();
        while (_load.Count(ChangeResult.Failed) + _load.Count(ChangeResult.Refused) < Devices)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        _server.Continue();
        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
    }

    [Fact]
    public async Task transaction_that_was_held_up_comes_too_late_to_write_over_a_newer_one()
    {
        var device = await _load.AddDeviceAsync();
        await using var source = PostgresDataSource.Create(_options);
        var store = new PostgresCommitStore(source, new(source, _options), new(100), _options, TimeProvider.System);
        await store.CommitAsync(new Change[] { Reading(1) }, new ChangeResult[1], Cancellation);
        var process = (int)(await source.ScalarAsync("select pg_backend_pid()", Cancellation))!;
        PostgresServer.PauseProcess(process);
        await Assert.ThrowsAsync<TimeoutException>(() => store.CommitAsync(new Change[] { Reading(2) }, new ChangeResult[1], Cancellation));
        var results = new ChangeResult[1];
        await store.CommitAsync(new Change[] { Reading(3) }, results, Cancellation);
        Assert.Equal([ChangeResult.Applied], results);
        while (!HasHungUp())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        PostgresServer.ContinueProcess(process);
        while ((long)(await source.ScalarAsync("select count(*) from pg_stat_activity where pid = $1", Cancellation, process))! > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        Assert.Equal(3L, await source.ScalarAsync("select long_value from reading", Cancellation));

        ReadingsChange Reading(long value) => new(device, [new("a", 5, Values.TypedValue.Long(value))]);

        // A connection of the server whose other end is closed.
        bool HasHungUp() => File.ReadLines("/proc/net/tcp").Any(line => line.Contains($"0100007F:{_server.EndPoint.Port:X4} ", StringComparison.Ordinal) && line.Contains(" 08 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task lock_that_somebody_holds_for_long_fails_the_commits_until_it_goes()
    {
        await _load.StartAsync(Devices);
        await _load.AdvanceAsync(200, Cancellation);
        await using var somebody = new NpgsqlConnection(_options.ConnectionString);
        await somebody.OpenAsync(Cancellation);
        await somebody.ExecuteAsync("begin; lock table reading in exclusive mode", Cancellation);
        while (_load.Count(ChangeResult.Failed) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        await somebody.ExecuteAsync("rollback", Cancellation);
        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
    }

    [Fact]
    public async Task full_disk_fails_the_commits_until_there_is_room_again()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 48);
        await _server.ExecuteAsync("postgres", $"create tablespace small location '{disk.Path}'");
        await _server.ExecuteAsync("postgres", "create database small tablespace small");
        await _load.DisposeAsync();
        await StartLoadAsync(_server.ConnectionString("small"));
        await _load.StartAsync(Devices);
        await _load.AdvanceAsync(200, Cancellation);
        await disk.FillAsync();
        while (_load.Count(ChangeResult.Failed) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        Assert.Contains("No space left on device", _server.Log, StringComparison.Ordinal);
        disk.Empty();
        await _load.AdvanceAsync(200, Cancellation);
        await _load.StopAndCheckAsync();
        await _load.DisposeAsync();
        await _server.StopAsync();
    }

    [Fact]
    public async Task deadlock_that_the_commit_loses_is_tried_again()
    {
        await _load.DisposeAsync();
        _load = new(_options with { Lanes = 1 });
        var (first, second, third) = (await _load.AddDeviceAsync(), await _load.AddDeviceAsync(), await _load.AddDeviceAsync());
        await using var somebody = new NpgsqlConnection(_options.ConnectionString);
        await somebody.OpenAsync(Cancellation);
        // The server looks for deadlocks once a second, and takes who has waited that long.
        await somebody.ExecuteAsync($"set deadlock_timeout = '1h'; begin; {Lock(second)}; savepoint holding; {Lock(third)}", Cancellation);
        var busy = _load.WriteAttributeAsync(third);
        await BlockedAsync();
        Task<ChangeResult>[] together = [_load.WriteAttributeAsync(first), _load.WriteAttributeAsync(second)];
        await somebody.ExecuteAsync("rollback to holding", Cancellation);
        Assert.Equal(ChangeResult.Applied, await busy);
        await BlockedAsync();
        await somebody.ExecuteAsync(Lock(first), Cancellation);
        await somebody.ExecuteAsync("commit", Cancellation);
        Assert.Equal([ChangeResult.Applied, ChangeResult.Applied], await Task.WhenAll(together));
        Assert.Contains("deadlock detected", _server.Log, StringComparison.Ordinal);

        static string Lock(long device) => $"select from device_state where device = {device} for update";
    }

    /// <summary>Waits until a commit waits for a lock.</summary>
    private async Task BlockedAsync()
    {
        await using var source = NpgsqlDataSource.Create(_options.ConnectionString);
        while ((long)(await source.ScalarAsync("select count(*) from pg_stat_activity where wait_event_type = 'Lock'", Cancellation))! == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
    }

    private async Task StartLoadAsync(string connectionString)
    {
        _options = new() { ConnectionString = connectionString };
        await using var source = PostgresDataSource.Create(_options);
        await new PostgresSchema(source, new(_options), TimeProvider.System, NullLogger<PostgresSchema>.Instance).MigrateAsync(Cancellation);
        _load = new(_options);
    }
}
