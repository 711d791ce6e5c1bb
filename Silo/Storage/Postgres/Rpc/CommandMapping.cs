using Npgsql;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Rows of commands, and the arrays that are loaded with a device.</summary>
internal static class CommandMapping
{
    /// <summary>A row of <see cref="CommandSql.Columns"/>.</summary>
    public static StoredCommand Command(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        new(
            new(
                row.GetGuid(1), row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), row.GetBoolean(5), row.IsDBNull(9) ? null : row.GetInt32(9), row.GetString(7),
                row.JsonOrNull(8), row.JsonOrNull(10)),
            (CommandStatus)row.GetInt16(6),
            row.JsonOrNull(12) is { } reply ? new(row.GetBoolean(11), reply) : null));

    /// <summary>The arrays of <see cref="CommandSql.Held"/>, of which there is at least one entry.</summary>
    public static StoredCommand[] Held(NpgsqlDataReader row, int first)
    {
        var ids = row.GetFieldValue<int[]>(first);
        var uuids = row.GetFieldValue<Guid[]>(first + 1);
        var created = row.GetFieldValue<long[]>(first + 2);
        var expiries = row.GetFieldValue<long[]>(first + 3);
        var oneWays = row.GetFieldValue<bool[]>(first + 4);
        var persistents = row.GetFieldValue<bool[]>(first + 5);
        var statuses = row.GetFieldValue<short[]>(first + 6);
        var methods = row.GetFieldValue<string[]>(first + 7);
        var parameters = row.GetFieldValue<byte[]?[]>(first + 8);
        var retries = row.GetFieldValue<int?[]>(first + 9);
        var areJson = row.GetFieldValue<bool?[]>(first + 10);
        var replies = row.GetFieldValue<byte[]?[]>(first + 11);
        var commands = new StoredCommand[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var command = new NewCommand(uuids[i], created[i], expiries[i], oneWays[i], persistents[i], retries[i], methods[i], parameters[i], null);
            var reply = replies[i] is { } json ? new CommandReply(areJson[i]!.Value, json) : null;
            commands[i] = new(ids[i], new(command, (CommandStatus)statuses[i], reply));
        }
        return commands;
    }
}
