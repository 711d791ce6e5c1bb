using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>One-line commands for statements that are not hot. Parameters are positional: $1 is the first.</summary>
internal static class PostgresCommands
{
    /// <summary>Until the transaction ends, which is where the batch ends that it begins with.</summary>
    private const string PlanNow = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

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

    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params object?[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>
    /// As above, planned for these parameters and the tables as they are now. A plan that is kept may come from when a table was small and read whole; while a fleet
    /// registers, the server learns only a minute later that it has grown.
    /// </summary>
    public static async Task<List<T>> QueryAsPlannedNowAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params object?[] parameters)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(PlanNow), new(sql) } };
        foreach (var value in parameters)
            batch.BatchCommands[1].Parameters.Add(new() { Value = value ?? DBNull.Value });
        await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>As on a connection, on one of the pool.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await connection.ExecuteAsync(sql, cancellation, parameters).ConfigureAwait(false);
    }

    /// <summary>As on a connection, on one of the pool. For statements that write and answer rows.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params object?[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await connection.QueryAsync(sql, map, cancellation, parameters).ConfigureAwait(false);
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
