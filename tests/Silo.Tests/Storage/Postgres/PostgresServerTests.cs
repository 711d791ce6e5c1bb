using Npgsql;
using OrleansIot.Servers.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>The test server itself: a test of durability is worth what its server is.</summary>
public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task killed_server_starts_again_with_what_was_committed_and_its_folder_goes_with_it()
    {
        string folder;
        await using (var server = await PostgresServer.StartAsync())
        {
            folder = server.DataFolder;
            await server.ExecuteAsync("postgres", "create table t as select 1 as x");
            await server.KillAsync();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.ExecuteAsync("postgres", "select 1"));
            await server.StartAgainAsync();
            await server.ExecuteAsync("postgres", "insert into t values (2)");
            await server.StopAsync();
            await server.StartAgainAsync();
            await using var source = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
            await using var command = source.CreateCommand("select sum(x) || current_setting('fsync') from t");
            Assert.Equal("3on", await command.ExecuteScalarAsync(Cancellation));
        }

        Assert.False(Directory.Exists(folder));
    }
}
