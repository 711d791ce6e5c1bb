using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>Commits of several silos into one database.</summary>
public sealed class PostgresCommitTests : IAsyncLifetime
{
    private static readonly Guid Profile = Guid.NewGuid();

    private PostgresStorageUnderTest _storage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await PostgresStorageUnderTest.OpenAsync(new() { ConnectionString = "", MaxKeys = 40 });
        await _storage.AddProfileAsync(Profile, "default");
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task one_key_name_too_many_refuses_only_the_change_that_brings_it()
    {
        var device = (await CreateAsync()).Number;
        string[] names = [.. Enumerable.Range(0, 38).Select(i => $"k{i}")];
        Assert.Equal([ChangeResult.Applied], await CommitAsync(_storage.Commits, Readings(device, 1, names)));
        Assert.Equal(
            [ChangeResult.Applied, ChangeResult.LimitExceeded, ChangeResult.Applied],
            await CommitAsync(_storage.Commits, Readings(device, 2, "a"), Readings(device, 3, "a", "b", "c"), Readings(device, 4, "c", "k0")));
        Assert.Equal([2L, 4L], (await _storage.Readings.LatestAsync(device, ["a", "c"], Cancellation)).Select(reading => reading.Ts));
        Assert.Equal([ChangeResult.LimitExceeded], await CommitAsync(Silo(), Readings(device, 5, "b")));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(Silo(), Readings(device, 5, "a", "c", "k1")));
    }

    [Fact]
    public async Task silos_that_meet_the_same_new_names_agree_on_their_numbers_and_on_the_cap()
    {
        var devices = new List<long>();
        for (var i = 0; i < 4; i++)
            devices.Add((await CreateAsync()).Number);
        var results = await Task.WhenAll(devices.Select(device => Task.Run(
            async () =>
            {
                var silo = Silo();
                var all = new List<ChangeResult>();
                for (var i = 0; i < 60; i++)
                    all.AddRange(await CommitAsync(silo, Readings(device, i, $"name {i}", "common")));
                return all;
            },
            Cancellation)));
        Assert.Equal(40L, await _storage.Source.ScalarAsync("select count(*) from key_name", Cancellation));
        Assert.Equal(40L, await _storage.Source.ScalarAsync("select count(distinct name) from key_name", Cancellation));
        foreach (var (device, all) in devices.Zip(results))
        {
            Assert.Equal(39, all.Count(result => result == ChangeResult.Applied));
            Assert.Equal(40, (await _storage.Readings.LatestAsync(device, null, Cancellation)).Length);
        }
    }

    [Fact]
    public async Task two_activations_of_a_device_never_write_over_each_other()
    {
        var device = await CreateAsync();
        var won = await Task.WhenAll(Enumerable.Range(1, 4).Select(writer => Task.Run(
            async () =>
            {
                var silo = Silo();
                var versions = new List<long>();
                for (var i = 0; i < 40; i++)
                {
                    var version = (await _storage.Devices.LoadAsync(device.Info.Id, Cancellation))!.State.AttributesVersion;
                    var change = new AttributesChange(device.Number, writer, version, [new(AttributeScope.Client, "by", TypedValue.Long(writer), version, version + 1)], []);
                    var other = Readings(device.Number, (1_000 * writer) + i, "a");
                    if ((await CommitAsync(silo, other, change, change))[1..] is [ChangeResult.Applied, ChangeResult.Applied])
                        versions.Add(version + 1);
                }

                return versions;
            },
            Cancellation)));
        var loaded = (await _storage.Devices.LoadAsync(device.Info.Id, Cancellation))!;
        Assert.Equal(Enumerable.Range(1, won.Sum(versions => versions.Count)).Select(version => (long)version), won.SelectMany(versions => versions).Order());
        Assert.Equal(won.Sum(versions => versions.Count), loaded.State.AttributesVersion);
        Assert.Contains(loaded.State.AttributesVersion, won[(int)loaded.Attributes.Single().Value.AsLong - 1]);
    }

    [Fact]
    public async Task silos_that_write_the_same_rows_at_once_all_succeed()
    {
        var devices = new List<long>();
        for (var i = 0; i < 20; i++)
            devices.Add((await CreateAsync()).Number);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(value => Task.Run(
            async () =>
            {
                var silo = Silo();
                var order = devices.ToArray();
                for (var i = 0; i < 30; i++)
                {
                    Random.Shared.Shuffle(order);
                    Change[] batch = [.. order.Select(device => Readings(device, i % 3, "a", "b", "c"))];
                    Assert.All(await CommitAsync(silo, batch), result => Assert.Equal(ChangeResult.Applied, result));
                }
            },
            Cancellation)));
        Assert.Equal(20 * 3 * 3L, await _storage.Source.ScalarAsync("select count(*) from reading", Cancellation));
    }

    [Fact]
    public async Task no_commit_that_begins_after_a_deletion_is_applied()
    {
        for (var round = 0; round < 10; round++)
        {
            var device = await CreateAsync();
            var deleted = false;
            using var begun = new SemaphoreSlim(0);
            var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(
                async () =>
                {
                    var silo = Silo();
                    for (var ts = 0; ; ts++)
                    {
                        var late = Volatile.Read(ref deleted);
                        var result = (await CommitAsync(silo, Readings(device.Number, ts, $"w{writer}"), new CursorChange(device.Number, ts, false))).Distinct().ToArray();
                        if (late)
                        {
                            Assert.Equal([ChangeResult.Unmatched], result);
                            return;
                        }

                        begun.Release();
                    }
                },
                Cancellation)).ToArray();
            await begun.WaitAsync(Cancellation);
            Assert.True(await _storage.Devices.DeleteAsync(device.Info.Id, Cancellation));
            Volatile.Write(ref deleted, true);
            await Task.WhenAll(writers);
        }

        Assert.Equal(0L, await _storage.Source.ScalarAsync("select count(*) from device_state", Cancellation));
        Assert.Equal(0L, await _storage.Source.ScalarAsync("select count(*) from attribute", Cancellation));
    }

    [Fact]
    public async Task change_that_the_database_cannot_hold_is_refused_alone()
    {
        var device = (await CreateAsync()).Number;
        await using var committer = new Committer(_storage.Commits, Options.Create(new CommitterOptions()), TimeProvider.System, NullLogger<Committer>.Instance);
        var poison = new ReadingsChange(device, [new("p", 1, TypedValue.String([(byte)'a', 0, (byte)'b']))]);
        var answers = new List<Task<ChangeResult>>();
        for (var i = 0; i < 40; i++)
            answers.Add(committer.CommitAsync(i == 20 ? poison : Readings(device, i, "a")).AsTask());
        var results = await Task.WhenAll(answers);
        Assert.Equal(ChangeResult.Failed, results[20]);
        Assert.Equal(39, results.Count(result => result == ChangeResult.Applied));
    }

    [Fact]
    public async Task series_that_is_not_remembered_costs_a_look_up_and_nothing_else()
    {
        var options = new PostgresOptions { ConnectionString = "", KnownSeries = 4 };
        var silo = new PostgresCommitStore(_storage.Source, new(_storage.Source, options), new(options.KnownSeries), options, TimeProvider.System);
        var device = (await CreateAsync()).Number;
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 10; i++)
                Assert.Equal([ChangeResult.Applied], await CommitAsync(silo, Readings(device, round, $"k{i}")));
        }

        Assert.Equal(10, (await _storage.Readings.LatestAsync(device, null, Cancellation)).Count(reading => reading.Ts == 3));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure, true)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, true)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, true)]
    [InlineData(PostgresErrorCodes.DiskFull, true)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true)]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CrashShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, true)]
    [InlineData(PostgresErrorCodes.ConnectionFailure, true)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, true)]
    [InlineData(PostgresErrorCodes.IoError, true)]
    [InlineData(CommitSql.Late, true)]
    [InlineData(CommitSql.Unfit, false)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    [InlineData(PostgresErrorCodes.CheckViolation, false)]
    [InlineData(PostgresErrorCodes.CharacterNotInRepertoire, false)]
    [InlineData(PostgresErrorCodes.UndefinedTable, false)]
    [InlineData(PostgresErrorCodes.ProgramLimitExceeded, false)]
    public void only_what_may_go_away_by_itself_is_transient(string state, bool transient) =>
        Assert.Equal(transient, _storage.Commits.IsTransient(new PostgresException("", "ERROR", "ERROR", state)));

    [Fact]
    public void lost_connection_is_transient_and_a_mistake_of_ours_is_not()
    {
        Assert.True(_storage.Commits.IsTransient(new NpgsqlException("", new SocketException())));
        Assert.True(_storage.Commits.IsTransient(new TimeoutException()));
        Assert.False(_storage.Commits.IsTransient(new ArgumentException("")));
    }

    private PostgresCommitStore Silo()
    {
        var options = new PostgresOptions { ConnectionString = "", MaxKeys = 40 };
        return new(_storage.Source, new(_storage.Source, options), new(options.KnownSeries), options, TimeProvider.System);
    }

    private async Task<DeviceRecord> CreateAsync()
    {
        var id = Guid.NewGuid();
        var answer = await _storage.Devices.CreateAsync(
            id, 1, new(id.ToString(), null, Profile, null, null), new(Devices.CredentialsType.AccessToken, null, null), Cancellation);
        return answer.Value!;
    }

    private static ReadingsChange Readings(long device, long ts, params string[] keys) =>
        new(device, [.. keys.Select(key => new Reading(key, ts, TypedValue.Long(ts)))]);

    private static async Task<ChangeResult[]> CommitAsync(ICommitStore store, params Change[] batch)
    {
        var results = new ChangeResult[batch.Length];
        await store.CommitAsync(batch, results, Cancellation);
        return results;
    }
}
