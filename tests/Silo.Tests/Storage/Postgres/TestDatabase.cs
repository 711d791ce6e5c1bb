using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>A database of its own on the test server, and a pool of connections to it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Migrated once and copied for each test.</summary>
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private TestDatabase(string connectionString, PostgresOptions? options)
    {
        Options = (options ?? new() { ConnectionString = "" }) with { ConnectionString = connectionString };
        Source = PostgresDataSource.Create(Options);
    }

    public PostgresOptions Options { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<TestDatabase> CreateAsync() => new(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), null);

    public static async Task<TestDatabase> CreateMigratedAsync(PostgresOptions? options = null)
    {
        var template = await Template.Value;
        return new(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template), options);
    }

    public PostgresSchema Schema() => new(Source, new(Options), TimeProvider.System, NullLogger<PostgresSchema>.Instance);

    public Task<object?> ScalarAsync(string sql) => Source.ScalarAsync(sql, default);

    public Task ExecuteAsync(string sql) => Source.ExecuteAsync(sql, default);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static async Task<string> MakeTemplateAsync()
    {
        await using var database = await CreateAsync();
        await database.Schema().MigrateAsync(default);
        return new NpgsqlConnectionStringBuilder(database.Options.ConnectionString).Database!;
    }
}
