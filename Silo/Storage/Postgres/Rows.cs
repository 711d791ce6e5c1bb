using System.Text;
using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Columns and parameters in the forms that the schema keeps.</summary>
internal static class Rows
{
    public static Guid? IdOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? LongOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static byte[]? JsonOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Encoding.UTF8.GetBytes(row.GetString(column));

    public static string? Text(this byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);

    /// <summary>As it is searched for without regard to case.</summary>
    public static string Folded(this string text) => text.ToLowerInvariant();

    /// <summary>Whether the database can hold the text; what it cannot hold, nobody has stored.</summary>
    public static bool IsStorable(this string text) => !text.Contains('\0');

    public static T? First<T>(this List<T> rows)
        where T : class => rows.Count == 0 ? null : rows[0];
}
