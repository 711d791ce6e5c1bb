using Npgsql;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Deletes readings of one series between two instants, both included, slice by slice. A latest value that shall stay moves to its own row with the reading it
/// comes from. A deletion that was broken off may be repeated.
/// </summary>
internal sealed class SeriesDeletion(NpgsqlConnection connection, long device, int key, long first, long last)
{
    /// <summary>Rows that one transaction deletes: enough to be quick, few enough to hold nobody up.</summary>
    private const int Slice = 5_000;

    public async Task RunAsync(TelemetryDeletion deletion, CancellationToken cancellation)
    {
        var keep = !deletion.DeleteLatest || !await DeleteLatestAsync(deletion.RewriteLatest, cancellation).ConfigureAwait(false);
        while ((long)(await connection.ScalarAsync(LatestSql.DeleteSlice, cancellation, device, key, first, last, Slice, keep).ConfigureAwait(false))! == Slice)
        {
        }

        if (deletion.DeleteLatest)
            await connection.ExecuteAsync(LatestSql.ForgetEmpty, cancellation, device, key).ConfigureAwait(false);
    }

    /// <summary>Where the latest value lies in the range, it is forgotten, or follows from the readings that are left.</summary>
    /// <returns>Whether it lies there.</returns>
    private async Task<bool> DeleteLatestAsync(bool rewrite, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(LatestSql.Lock, cancellation, device, key).ConfigureAwait(false);
        if (await connection.ScalarAsync(LatestSql.Instant, cancellation, device, key).ConfigureAwait(false) is not long latest || latest < first || latest > last)
            return false;
        await connection.ExecuteAsync(LatestSql.Empty, cancellation, device, key).ConfigureAwait(false);
        await connection.ExecuteAsync(rewrite ? LatestSql.Remember : LatestSql.Forget, cancellation, device, key).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }
}
