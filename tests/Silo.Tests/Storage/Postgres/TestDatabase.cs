using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>An empty database of its own on the test server, and a pool of connections to it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Source = PostgresDataSource.Create(new() { ConnectionString = connectionString });
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<TestDatabase> CreateAsync() => new(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());

    public static async Task<TestDatabase> CreateMigratedAsync()
    {
        var database = await CreateAsync();
        await database.Schema().MigrateAsync(default);
        return database;
    }

    public PostgresSchema Schema() => new(Source, TimeProvider.System, NullLogger<PostgresSchema>.Instance);

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.ScalarAsync(sql, default);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, default);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
