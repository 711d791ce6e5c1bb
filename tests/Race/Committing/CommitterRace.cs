using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Race.Committing;

/// <summary>
/// What grouping costs: the committer with its store, fed by as many callers as the race has connections, against the same rows sent by hand as one upsert
/// after the other. Same server, same devices, same rows in each transaction where the committer finds them waiting.
/// </summary>
internal static class CommitterRace
{
    private const int Rounds = 3;
    private const int Devices = 1_000;

    /// <returns>0 when what was acknowledged is what is stored.</returns>
    public static async Task<int> RunAsync(int seconds)
    {
        await using var server = await PostgresServer.StartAsync("max_wal_size=4GB", "shared_buffers=512MB");
        var options = new PostgresOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await using var database = PostgresDataSource.Create(options);
        await new PostgresSchema(database, new(options), TimeProvider.System, NullLogger<PostgresSchema>.Instance).MigrateAsync(CancellationToken.None);
        await AddDevicesAsync(database);

        List<double> hand = [], committer = [];
        var (byHand, grouped) = (new HandSentUpsert(database, Devices), new CommitterLoad(database, options, Devices));
        for (var round = 0; round <= Rounds; round++)
        {
            var (handRate, committerRate) = (await byHand.RunAsync(TimeSpan.FromSeconds(seconds)), await grouped.RunAsync(TimeSpan.FromSeconds(seconds)));
            if (round == 0)
                continue; // Warm-up: caches, prepared statements, compiled code.
            hand.Add(handRate);
            committer.Add(committerRate);
        }

        Print("upsert sent by hand, 1 connection", hand);
        Print($"committer, {options.Lanes} lanes", committer);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"committer / upsert by hand: {Measurement.Median(committer, v => v) / Measurement.Median(hand, v => v):N2} in messages/s"));
        var (sent, stored) = (byHand.Readings + grouped.Readings, await CountAsync(database));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"truth: acknowledged {sent} readings, stored {stored}"));
        return sent == stored ? 0 : 1;
    }

    private static async Task AddDevicesAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand($"""
            insert into device_profile (id, created_time, name, name_folded, document) values (gen_random_uuid(), 0, 'default', 'default', '{"{}"}');
            insert into device (id, created_time, name, folded, profile_id, credentials_uuid, credentials_type, credentials_id)
            select gen_random_uuid(), 0, n, n, (select id from device_profile), gen_random_uuid(), 1, n from generate_series(1, {Devices}) n;
            analyze device;
            """);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select count(*) from reading");
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static void Print(string name, List<double> rates) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-36}{Measurement.Median(rates, v => v),10:N0} messages/s (from {rates.Min():N0} to {rates.Max():N0})"));
}
