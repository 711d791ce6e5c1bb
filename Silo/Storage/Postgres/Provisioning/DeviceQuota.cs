using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres.Provisioning;

/// <summary>Keeps the number of the tenant's devices to its limit, exactly: whoever creates one waits for the others who do. Without a limit nobody waits.</summary>
internal static class DeviceQuota
{
    private const string Lock = "select pg_advisory_xact_lock($1)";
    private const string Count = "select coalesce(sum(devices), 0)::bigint from device_count";

    /// <summary>Inserts where there is room; null: there is none.</summary>
    public static async Task<T?> InsertAsync<T>(NpgsqlDataSource database, long max, Func<NpgsqlConnection, Task<T>> insert, CancellationToken cancellation)
        where T : class
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (max == 0)
            return await insert(connection).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (await RoomAsync(connection, max, cancellation).ConfigureAwait(false) <= 0)
            return null;
        var made = await insert(connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return made;
    }

    /// <summary>How many devices may be created until the transaction ends.</summary>
    public static async Task<long> RoomAsync(NpgsqlConnection connection, long max, CancellationToken cancellation)
    {
        if (max == 0)
            return long.MaxValue;
        await connection.ExecuteAsync(Lock, cancellation, AdvisoryLocks.Devices).ConfigureAwait(false);
        return max - (long)(await connection.ScalarAsync(Count, cancellation).ConfigureAwait(false))!;
    }
}
