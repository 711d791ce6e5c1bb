using System.Text;
using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Columns and parameters in the forms that the schema keeps: ids as lower-case text, JSON as text.</summary>
internal static class Rows
{
    public static Guid Id(this SqliteDataReader row, int column) => Guid.Parse(row.GetString(column));

    public static Guid? IdOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Id(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? LongOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static byte[]? JsonOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Encoding.UTF8.GetBytes(row.GetString(column));

    public static string Text(this Guid id) => id.ToString("D");

    public static string? Text(this Guid? id) => id?.ToString("D");

    public static string? Text(this byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);

    public static T? First<T>(this List<T> rows)
        where T : class => rows.Count == 0 ? null : rows[0];
}
