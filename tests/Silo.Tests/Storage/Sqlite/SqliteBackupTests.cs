using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo.Storage.Sqlite;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

/// <summary>The way to copy the embedded database that docs/operations.md describes, tried: SQLite's online backup, beside a server that writes.</summary>
public sealed class SqliteBackupTests
{
    private static readonly Guid Profile = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task copy_made_under_load_holds_everything_acknowledged_before_it()
    {
        using var folder = new TemporaryFolder();
        await using var storage = await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });
        await storage.AddProfileAsync(Profile, "default");
        var id = Guid.NewGuid();
        var device = (await storage.Devices.CreateAsync(
            id, 1, new("device", null, Profile, null, null), new(Devices.CredentialsType.AccessToken, null, null), Cancellation)).Value!.Number;
        var acknowledged = 0L;
        using var stopping = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var ts = 1L; !stopping.IsCancellationRequested; ts++)
                {
                    await storage.Commits.CommitAsync(new Change[] { new ReadingsChange(device, [new("a", ts, TypedValue.Long(ts))]) }, new ChangeResult[1], Cancellation);
                    Volatile.Write(ref acknowledged, ts);
                }
            },
            Cancellation);
        while (Volatile.Read(ref acknowledged) < 100)
            await Task.Yield();
        var before = Volatile.Read(ref acknowledged);
        var file = Path.Combine(folder.Path, "copy.db");
        Copy(Path.Combine(storage.CurrentFolder, SqliteDatabase.FileName), file);
        await stopping.CancelAsync();
        await writing;

        await using var copy = await SqliteStorageUnderTest.OpenCopyAsync(file);
        Assert.Equal(["a"], (await copy.Devices.LoadAsync(id, Cancellation))!.TelemetryKeys);
        var series = await copy.Readings.HistoryAsync(device, new(["a"], 0, long.MaxValue, 1_000_000, false, Aggregation.None, 0), Cancellation);
        var instants = series.Single().Readings.Select(reading => reading.Ts).ToArray();
        Assert.True(instants.Length >= before, $"{instants.Length} of {before}");
        Assert.Equal(Enumerable.Range(1, instants.Length).Select(ts => (long)ts), instants);
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly;Pooling=False");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
