using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>One-line commands for statements that are not hot. Parameters are positional: $1 is the first.</summary>
internal static class PostgresCommands
{
    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <returns>The first column of the first row; null when there is no row or it is null.</returns>
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is var value and not DBNull ? value : null;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
