using Npgsql;
using NpgsqlTypes;
using OrleansIot.Devices;
using OrleansIot.Servers;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Race.Scale;

/// <summary>Registers devices by the hundred thousand, past the product but as the product stores them.</summary>
internal static class BulkFleet
{
    private const string Copy =
        "copy device (id, created_time, name, folded, profile_id, credentials_uuid, credentials_type, credentials_id) from stdin (format binary)";

    private const string AddStates = "insert into device_state (device) select number from device on conflict do nothing; analyze device; analyze device_state; analyze device_count";

    /// <summary>Fills the registry up to a number of devices, named and numbered on from those that are there.</summary>
    /// <returns>The new ones.</returns>
    public static async Task<IReadOnlyList<FleetDevice>> AddAsync(NpgsqlDataSource database, int from, int to)
    {
        await using var connection = await database.OpenConnectionAsync();
        var profile = (Guid)(await ScalarAsync(connection, "select id from device_profile where is_default"))!;
        var devices = new FleetDevice[to - from];
        await using (var rows = await connection.BeginBinaryImportAsync(Copy))
        {
            for (var i = from; i < to; i++)
            {
                devices[i - from] = new FleetDevice(Guid.CreateVersion7(), Fleet.Token(i));
                await WriteAsync(rows, devices[i - from], Fleet.Name(i), profile);
            }

            await rows.CompleteAsync();
        }

        await ScalarAsync(connection, AddStates);
        return devices;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter rows, FleetDevice device, string name, Guid profile)
    {
        var fields = DeviceMapping.Fields(new DeviceFields(name, null, profile, null, null));
        await rows.StartRowAsync();
        await rows.WriteAsync(device.Id, NpgsqlDbType.Uuid);
        await rows.WriteAsync(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
        await rows.WriteAsync(name, NpgsqlDbType.Text);
        await rows.WriteAsync((string)fields[2]!, NpgsqlDbType.Text);
        await rows.WriteAsync(profile, NpgsqlDbType.Uuid);
        await rows.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await rows.WriteAsync((short)CredentialsType.AccessToken, NpgsqlDbType.Smallint);
        await rows.WriteAsync(device.Token, NpgsqlDbType.Text);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync();
    }
}
