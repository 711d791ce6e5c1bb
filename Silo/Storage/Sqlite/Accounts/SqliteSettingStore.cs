using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

internal sealed class SqliteSettingStore(SqliteDatabase database) : ISettingStore
{
    public Task<string> GetOrAddAsync(string name, string candidate, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            connection.Execute("insert into setting (name, value) values (@name, @value) on conflict (name) do nothing", ("@name", name), ("@value", candidate));
            return (string)connection.Scalar("select value from setting where name = @name", ("@name", name))!;
        },
        cancellation);
}
