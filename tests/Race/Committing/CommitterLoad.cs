using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Race.Committing;

/// <summary>Callers that hand three readings of a device to the committer, wait for the commit, and go on.</summary>
internal sealed class CommitterLoad(NpgsqlDataSource database, PostgresOptions options, int devices)
{
    public const int Callers = 256;

    private readonly PostgresCommitStore _store = new(database, new(database, options), new(options.KnownSeries), options, TimeProvider.System);
    private long _ts = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private int _next;

    /// <summary>Acknowledged so far.</summary>
    public long Readings { get; private set; }

    /// <returns>Messages per second.</returns>
    public async Task<double> RunAsync(TimeSpan time)
    {
        await using var committer = new Committer(_store, Options.Create(new CommitterOptions()), TimeProvider.System, NullLogger<Committer>.Instance);
        var begun = Stopwatch.GetTimestamp();
        var messages = (await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(committer, begun, time))))).Sum();
        Readings += 3 * messages;
        return messages / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private async Task<long> CallAsync(Committer committer, long begun, TimeSpan time)
    {
        var messages = 0L;
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            var ts = Interlocked.Increment(ref _ts);
            var device = ((uint)Interlocked.Increment(ref _next) % devices) + 1;
            Reading[] readings =
            [
                new("temperature", ts, TypedValue.Double(21.5)), new("humidity", ts, TypedValue.Double(45.5)), new("counter", ts, TypedValue.Long(messages)),
            ];
            if (await committer.CommitAsync(new ReadingsChange(device, readings)) != ChangeResult.Applied)
                throw new InvalidOperationException("A change was refused.");
            messages++;
        }

        return messages;
    }
}
