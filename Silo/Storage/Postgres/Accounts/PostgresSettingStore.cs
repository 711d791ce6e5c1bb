using Npgsql;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Postgres.Accounts;

internal sealed class PostgresSettingStore(NpgsqlDataSource database) : ISettingStore
{
    public async Task<string> GetOrAddAsync(string name, string candidate, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("insert into setting (name, value) values ($1, $2) on conflict (name) do nothing", cancellation, name, candidate).ConfigureAwait(false);
        return (string)(await connection.ScalarAsync("select value from setting where name = $1", cancellation, name).ConfigureAwait(false))!;
    }
}
