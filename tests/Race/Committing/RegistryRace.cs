using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Race.Committing;

/// <summary>What pages and searches of the device list cost with many devices, against the same with a thousand.</summary>
internal static class RegistryRace
{
    private const int Few = 1_000;
    private const int Runs = 15;

    public static async Task RunAsync(int many)
    {
        await using var server = await PostgresServer.StartAsync("max_wal_size=4GB", "shared_buffers=512MB");
        var options = new PostgresOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await using var database = PostgresDataSource.Create(options);
        await new PostgresSchema(database, new(options), TimeProvider.System, NullLogger<PostgresSchema>.Instance).MigrateAsync(CancellationToken.None);
        await ExecuteAsync(database, """
            insert into device_profile (id, created_time, name, name_folded, document) values (gen_random_uuid(), 0, 'default', 'default', '{}');
            insert into customer (id, created_time, title, title_folded) values (gen_random_uuid(), 0, 'Acme', 'acme');
            """);
        await FillAsync(database, 1, Few);
        var little = await MeasureAsync(new(database), Few);
        await FillAsync(database, Few + 1, many);
        var much = await MeasureAsync(new(database), many);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-44}{Few,12:N0} devices{many,12:N0} devices"));
        foreach (var (question, milliseconds) in little)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{question,-44}{milliseconds,17:N2} ms{much[question],17:N2} ms   x {much[question] / milliseconds:N1}"));
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(PostgresDeviceStore store, int count)
    {
        var questions = new Dictionary<string, DeviceQuery>
        {
            ["first page"] = new(new(10, 0)),
            ["first page, newest first"] = new(new(10, 0, Descending: true)),
            ["first page by name"] = new(new(10, 0, SortProperty: "name")),
            ["first page of a type"] = new(new(10, 0), Type: "default"),
            ["page in the middle"] = new(new(10, count / 20)),
            ["last page"] = new(new(10, (count / 10) - 1)),
            ["search: prefix of all names"] = new(new(10, 0, "Meter-")),
            ["search: prefix of a hundred names"] = new(new(10, 0, $"meter-{count / 200:D5}")),
            ["search: one name"] = new(new(10, 0, $"meter-{count / 2:D7}")),
            ["search: part of a few names"] = new(new(10, 0, $"{count / 200:D5}7")),
            ["search: nothing"] = new(new(10, 0, "meter-x")),
            ["search: prefix of all names, by name"] = new(new(10, 0, "Meter-", "name")),
        };
        var medians = new Dictionary<string, double>();
        foreach (var (question, query) in questions)
            medians[question] = await MeasureAsync(() => store.ListAsync(query, CancellationToken.None));
        medians["find by name"] = await MeasureAsync(() => store.FindByNameAsync($"Meter-{count / 2:D7}", CancellationToken.None));
        medians["resolve a token"] = await MeasureAsync(() => store.ResolveAsync([$"token-{count / 2}"], CancellationToken.None));
        return medians;
    }

    /// <summary>Milliseconds, the median.</summary>
    private static async Task<double> MeasureAsync<T>(Func<Task<T>> ask)
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return Measurement.Median(times, time => time);
    }

    private static async Task FillAsync(NpgsqlDataSource database, int first, int last)
    {
        await ExecuteAsync(database, $"""
            insert into device (id, created_time, name, label, folded, profile_id, credentials_uuid, credentials_type, credentials_id)
            select gen_random_uuid(), n, 'Meter-' || lpad(n::text, 7, '0'), 'label ' || n % 100, 'meter-' || lpad(n::text, 7, '0') || E'\x1f' || 'label ' || n % 100,
                   (select id from device_profile), gen_random_uuid(), 1, 'token-' || n
            from generate_series({first.ToString(CultureInfo.InvariantCulture)}, {last.ToString(CultureInfo.InvariantCulture)}) n
            """);
        await ExecuteAsync(database, "vacuum analyze device");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
