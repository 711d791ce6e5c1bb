using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>One-line commands for statements that are not hot.</summary>
internal static class SqliteCommands
{
    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <returns>The first column of the first row; null when there is no row or it is null.</returns>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <returns>How many rows the statement that ran last inserted, changed or deleted.</returns>
    public static int Changes(this SqliteConnection connection) => SQLitePCL.raw.sqlite3_changes(connection.Handle);

    public static SqliteCommand Command(this SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
