using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace OrleansIot.Race.Committing;

/// <summary>The named reference: one connection, one prepared upsert of whole columns and its commit, again and again.</summary>
internal sealed class HandSentUpsert(NpgsqlDataSource database, int devices)
{
    private const string Upsert = """
        insert into reading (device, key, ts, kind, long_value, double_value, text_value)
        select * from unnest($1, $2, $3, $4, $5, $6, $7)
        on conflict (device, key, ts) do update
        set kind = excluded.kind, long_value = excluded.long_value, double_value = excluded.double_value, text_value = excluded.text_value
        """;

    /// <summary>Keys that the committer does not use, so that each finds its own rows only.</summary>
    private const int FirstKey = 1_000;

    private const int Messages = CommitterLoad.Callers;
    private const int Rows = 3 * Messages;

    private readonly long[] _devices = new long[Rows];
    private readonly int[] _keys = new int[Rows];
    private readonly long[] _instants = new long[Rows];
    private readonly short[] _kinds = new short[Rows];
    private readonly long?[] _longs = new long?[Rows];
    private readonly double?[] _doubles = new double?[Rows];
    private readonly string?[] _texts = new string?[Rows];
    private long _ts = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private int _next;

    /// <summary>Acknowledged so far.</summary>
    public long Readings { get; private set; }

    /// <returns>Messages per second.</returns>
    public async Task<double> RunAsync(TimeSpan time)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = _devices }, new() { Value = _keys }, new() { Value = _instants }, new() { Value = _kinds }, new() { Value = _longs },
                new() { Value = _doubles }, new() { Value = _texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await command.PrepareAsync();
        var messages = 0L;
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            Fill();
            await command.ExecuteNonQueryAsync();
            messages += Messages;
        }

        Readings += 3 * messages;
        return messages / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private void Fill()
    {
        for (var i = 0; i < Rows; i += 3)
        {
            var (device, ts) = ((_next++ % devices) + 1, ++_ts);
            for (var j = i; j < i + 3; j++)
                (_devices[j], _keys[j], _instants[j]) = (device, FirstKey + j - i, ts);
            (_kinds[i], _kinds[i + 1], _kinds[i + 2]) = (3, 3, 2);
            (_doubles[i], _doubles[i + 1], _longs[i + 2]) = (21.5, 45.5, _next);
        }
    }
}
