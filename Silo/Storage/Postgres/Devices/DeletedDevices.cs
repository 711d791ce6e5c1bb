using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Removes what belonged to deleted devices. A commit that began before the deletion may write a few rows after it, which belong to nobody: hence
/// a deleted device is remembered and its rows are removed once more, when no such commit can be under way.
/// </summary>
internal static class DeletedDevices
{
    /// <summary>Rows that one transaction deletes: enough to be quick, few enough to hold nobody up.</summary>
    private const int Slice = 10_000;

    /// <summary>Removes the rows of a device that is gone from the registry.</summary>
    public static async Task ClearAsync(NpgsqlConnection connection, long device, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(DeletedDevicesSql.DeleteAttributes, cancellation, device).ConfigureAwait(false);
        await connection.ExecuteAsync(DeletedDevicesSql.DeleteLifecycle, cancellation, device).ConfigureAwait(false);
        await connection.ExecuteAsync(DeletedDevicesSql.DeleteOutbox, cancellation, device).ConfigureAwait(false);
        await connection.ExecuteAsync(DeletedDevicesSql.DeleteCommands, cancellation, device).ConfigureAwait(false);
        await connection.ExecuteAsync(DeletedDevicesSql.DeleteLatest, cancellation, device).ConfigureAwait(false);
        while (await connection.ExecuteAsync(DeletedDevicesSql.DeleteReadings, cancellation, device, Slice).ConfigureAwait(false) == Slice)
        {
        }
    }

    /// <summary>Removes what is left of devices that were deleted a while ago, and forgets them.</summary>
    public static async Task SweepAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var device in await connection.QueryAsync(DeletedDevicesSql.Due, row => row.GetInt64(0), cancellation).ConfigureAwait(false))
        {
            await ClearAsync(connection, device, cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync(DeletedDevicesSql.Forget, cancellation, device).ConfigureAwait(false);
        }
    }
}
