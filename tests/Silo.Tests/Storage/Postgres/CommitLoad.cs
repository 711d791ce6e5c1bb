using System.Collections.Concurrent;
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

/// <summary>
/// A silo's committer under load: for each device one caller that sends readings and attributes in turn, and remembers what it was told. Its answers are held
/// against the database afterwards.
/// </summary>
internal sealed class CommitLoad : IAsyncDisposable
{
    private static readonly Guid Profile = Guid.NewGuid();

    private readonly NpgsqlDataSource _source;
    private readonly PostgresDeviceStore _devices;
    private readonly Committer _committer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<(long Device, long Ts), bool> _applied = new();
    private readonly ConcurrentDictionary<long, (long Acknowledged, long Sent)> _attributes = new();
    private readonly ConcurrentDictionary<ChangeResult, int> _answers = new();
    private readonly List<Task> _callers = [];
    private long _answered;

    public CommitLoad(PostgresOptions options)
    {
        _source = PostgresDataSource.Create(options);
        _devices = new(_source);
        _committer = new(
            new PostgresCommitStore(_source, new(_source, options), new(options.KnownSeries), options, TimeProvider.System),
            Options.Create(new CommitterOptions()),
            TimeProvider.System,
            NullLogger<Committer>.Instance);
    }

    /// <summary>Answers that said Applied.</summary>
    public long Applied => Volatile.Read(ref _answered);

    public int Count(ChangeResult result) => _answers.GetValueOrDefault(result);

    /// <summary>Begins with so many devices.</summary>
    public async Task StartAsync(int devices)
    {
        for (var i = 0; i < devices; i++)
        {
            var device = await CreateDeviceAsync();
            _callers.Add(Task.Run(() => CallAsync(device)));
        }
    }

    /// <summary>A device that the load leaves alone.</summary>
    public async Task<long> AddDeviceAsync() => (await CreateDeviceAsync()).Number;

    /// <summary>The first attribute of a device.</summary>
    public async Task<ChangeResult> WriteAttributeAsync(long device) =>
        await _committer.CommitAsync(new AttributesChange(device, 1, 0, [new(AttributeScope.Client, "x", TypedValue.Long(1), 1, 1)], []));

    /// <summary>Waits until so many more changes were applied: the committer lives.</summary>
    public async Task AdvanceAsync(int changes, CancellationToken cancellation)
    {
        var goal = Applied + changes;
        while (Applied < goal)
        {
            Assert.DoesNotContain(_callers, caller => caller.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }
    }

    /// <summary>Ends the load and holds every answer against what is stored.</summary>
    public async Task StopAndCheckAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers);
        var stored = (await _source.QueryAsync("select device, ts, long_value from reading", row => (Device: row.GetInt64(0), Ts: row.GetInt64(1), Value: row.GetInt64(2)), default))
            .ToDictionary(row => (row.Device, row.Ts), row => row.Value);
        Assert.All(stored, row => Assert.Equal(row.Key.Ts, row.Value));
        Assert.All(_applied.Where(answer => answer.Value), answer => Assert.Contains(answer.Key, stored));
        Assert.All(stored.Keys, row => Assert.Contains(row, _applied));

        var attributes = await _source.QueryAsync("select device, long_value from attribute", row => (Device: row.GetInt64(0), Value: row.GetInt64(1)), default);
        Assert.All(attributes, row => Assert.InRange(row.Value, _attributes[row.Device].Acknowledged, _attributes[row.Device].Sent));
        Assert.Equal(_attributes.Count(pair => pair.Value.Acknowledged > 0), attributes.Count(row => _attributes[row.Device].Acknowledged > 0));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_callers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _committer.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<DeviceRecord> CreateDeviceAsync()
    {
        await _source.ExecuteAsync(
            "insert into device_profile (id, created_time, name, name_folded, document) values ($1, 0, 'p', 'p', '{}') on conflict do nothing", default, Profile);
        var id = Guid.NewGuid();
        var token = new OrleansIot.Devices.NewCredentials(OrleansIot.Devices.CredentialsType.AccessToken, null, null);
        return (await _devices.CreateAsync(id, 1, new(id.ToString(), null, Profile, null, null), token, default)).Value!;
    }

    private async Task CallAsync(DeviceRecord device)
    {
        var (writer, version) = (Random.Shared.NextInt64(1, long.MaxValue), 0L);
        for (var ts = 1L; !_stopping.IsCancellationRequested; ts++)
        {
            _applied[(device.Number, ts)] = false;
            if (await CommitAsync(new ReadingsChange(device.Number, [new Reading("a", ts, TypedValue.Long(ts))])) == ChangeResult.Applied)
                _applied[(device.Number, ts)] = true;

            _attributes.AddOrUpdate(device.Number, _ => (0, ts), (_, old) => (old.Acknowledged, ts));
            var change = new AttributesChange(device.Number, writer, version, [new(AttributeScope.Client, "x", TypedValue.Long(ts), ts, version + 1)], []);
            if (await CommitAsync(change) == ChangeResult.Applied)
                _attributes.AddOrUpdate(device.Number, _ => (ts, ts), (_, old) => (ts, ts));
            else
                writer = Random.Shared.NextInt64(1, long.MaxValue); // As an activation does that does not know: a new one begins with what is stored.
            version = _attributes[device.Number].Acknowledged == ts ? version + 1 : await LoadVersionAsync(device.Info.Id);
        }
    }

    private async Task<ChangeResult> CommitAsync(Change change)
    {
        var result = await _committer.CommitAsync(change);
        _answers.AddOrUpdate(result, 1, (_, count) => count + 1);
        if (result == ChangeResult.Applied)
            Interlocked.Increment(ref _answered);
        else
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        return result;
    }

    private async Task<long> LoadVersionAsync(Guid device)
    {
        while (true)
        {
            try
            {
                return (await _devices.LoadAsync(device, CancellationToken.None))!.State.AttributesVersion;
            }
            catch (Exception exception) when (PostgresFaults.IsTransient(exception))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
