using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Rows of commands, in the order of <see cref="CommandSql.Columns"/>.</summary>
internal static class CommandMapping
{
    public static StoredCommand Command(SqliteDataReader row) => new(
        row.GetInt32(0),
        new(
            new(
                row.Id(1), row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), row.GetBoolean(5), (int?)row.LongOrNull(9), row.GetString(7), row.JsonOrNull(8),
                row.JsonOrNull(10)),
            (CommandStatus)row.GetInt32(6),
            row.JsonOrNull(12) is { } reply ? new(row.GetBoolean(11), reply) : null));
}
