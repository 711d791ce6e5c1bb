using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace OrleansIot.Race.Committing;

/// <summary>The fastest way into the table, and one that cannot be repeated safely: one connection, one binary COPY of the same rows and its commit, again and again.</summary>
internal sealed class HandSentCopy(NpgsqlDataSource database, int devices)
{
    private const string Copy = "copy reading (device, key, ts, kind, long_value, double_value) from stdin (format binary)";

    /// <summary>Keys that nobody else uses here.</summary>
    private const int FirstKey = 2_000;

    private const short Double = 3;
    private const short Long = 2;

    private long _ts = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private int _next;

    /// <summary>Acknowledged so far.</summary>
    public long Readings { get; private set; }

    /// <returns>Messages per second.</returns>
    public async Task<double> RunAsync(TimeSpan time)
    {
        await using var connection = await database.OpenConnectionAsync();
        var messages = 0L;
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            await using var rows = await connection.BeginBinaryImportAsync(Copy);
            for (var i = 0; i < CommitterLoad.Callers; i++)
            {
                var (device, ts) = ((_next++ % devices) + 1L, ++_ts);
                await WriteAsync(rows, device, FirstKey, ts, null, 21.5);
                await WriteAsync(rows, device, FirstKey + 1, ts, null, 45.5);
                await WriteAsync(rows, device, FirstKey + 2, ts, _next, null);
            }

            await rows.CompleteAsync();
            messages += CommitterLoad.Callers;
        }

        Readings += 3 * messages;
        return messages / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async ValueTask WriteAsync(NpgsqlBinaryImporter rows, long device, int key, long ts, long? integer, double? number)
    {
        await rows.StartRowAsync();
        await rows.WriteAsync(device, NpgsqlDbType.Bigint);
        await rows.WriteAsync(key, NpgsqlDbType.Integer);
        await rows.WriteAsync(ts, NpgsqlDbType.Bigint);
        await rows.WriteAsync(integer is null ? Double : Long, NpgsqlDbType.Smallint);
        await WriteAsync(rows, integer, NpgsqlDbType.Bigint);
        await WriteAsync(rows, number, NpgsqlDbType.Double);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter rows, T? value, NpgsqlDbType type)
        where T : struct => value is { } present ? rows.WriteAsync(present, type) : rows.WriteNullAsync();
}
