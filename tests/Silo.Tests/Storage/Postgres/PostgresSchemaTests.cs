using Microsoft.Extensions.Options;
using OrleansIot.Silo.Storage;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PostgresSchemaTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task ten_processes_that_start_at_once_migrate_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _database.Schema().MigrateAsync(Cancellation), Cancellation)));
        Assert.Equal(new MigrationScripts("Postgres").After(0).LongCount(), await _database.ScalarAsync("select count(*) from schema_version"));
    }

    [Fact]
    public async Task script_that_came_later_than_one_of_a_higher_number_is_run()
    {
        await _database.Schema().MigrateAsync(Cancellation);
        await _database.ExecuteAsync("drop table rpc cascade; drop function create_command, move_command, remove_command cascade; delete from schema_version where number = 3");
        await _database.Schema().MigrateAsync(Cancellation);
        Assert.Equal(0L, await _database.ScalarAsync("select count(*) from rpc"));
    }

    [Fact]
    public async Task migrating_twice_changes_nothing()
    {
        await _database.Schema().MigrateAsync(Cancellation);
        var before = await _database.ScalarAsync("select max(applied_at) from schema_version");
        await _database.Schema().MigrateAsync(Cancellation);
        Assert.Equal(before, await _database.ScalarAsync("select max(applied_at) from schema_version"));
    }

    [Fact]
    public async Task database_of_a_newer_program_is_refused()
    {
        await _database.Schema().MigrateAsync(Cancellation);
        await _database.ExecuteAsync("insert into schema_version (number) values (9999)");
        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => _database.Schema().MigrateAsync(Cancellation));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("transaction_isolation", "read committed")]
    [InlineData("TimeZone", "UTC")]
    public async Task sessions_have_what_the_guarantees_rest_on_whatever_the_database_says(string setting, string expected)
    {
        await _database.ExecuteAsync("""
            do $$ begin
                execute format('alter database %I set synchronous_commit = off', current_database());
                execute format('alter database %I set default_transaction_isolation = ''serializable''', current_database());
                execute format('alter database %I set timezone = ''Asia/Kathmandu''', current_database());
            end $$
            """);
        _database.Source.Clear();
        Assert.Equal(expected, await _database.ScalarAsync($"show {setting}"));
    }

    [Theory]
    [InlineData("Host=x;Colour=red;Password=hush")]
    [InlineData("Host=x;Port=many;Password=hush")]
    [InlineData("not a connection string")]
    [InlineData("Database=orleansiot;Password=hush")]
    public void connection_string_that_cannot_be_read_is_refused_without_repeating_it(string text)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => PostgresDataSource.Create(new() { ConnectionString = text }));
        var sentence = Assert.Single(refused.Failures);
        Assert.StartsWith("Storage:Postgres is not a connection string", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void what_the_operator_wrote_goes_before_our_own()
    {
        using var source = PostgresDataSource.Create(new() { ConnectionString = "Host=x;Command Timeout=77;Options=-c work_mem=8MB" });
        Assert.Contains("Command Timeout=77", source.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("synchronous_commit=on", source.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("work_mem=8MB", source.ConnectionString, StringComparison.Ordinal);
    }
}
