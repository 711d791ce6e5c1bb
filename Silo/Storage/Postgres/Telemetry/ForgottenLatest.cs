using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Latest values that were forgotten although older readings stay. The next reading that is committed becomes the latest one, however old it is; as soon as no
/// reading is newer, the latest value follows from the readings again.
/// </summary>
internal static class ForgottenLatest
{
    /// <summary>Takes the newest committed reading of each series into account.</summary>
    public static async Task SettleAsync(NpgsqlDataSource database, IEnumerable<ReadingRow> newest, CancellationToken cancellation)
    {
        var (devices, keys, instants) = (new List<long>(), new List<int>(), new List<long>());
        foreach (var row in newest)
        {
            devices.Add(row.Device);
            keys.Add(row.Key);
            instants.Add(row.Ts);
        }

        if (devices.Count == 0)
            return;
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LatestSql.TakeForgotten).With(devices).With(keys).With(instants));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LatestSql.Recall).With(devices).With(keys));
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
