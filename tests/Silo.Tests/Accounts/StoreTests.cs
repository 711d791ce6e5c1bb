using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Silo.Storage.Sqlite;
using OrleansIot.Silo.Tests.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Accounts;

/// <summary>Tests of stores over an empty database of their own.</summary>
public abstract class StoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private protected SqliteDatabase Database { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database = SqliteDatabase.Open(new() { Folder = _folder.Path }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        await new SqliteSchema(Database).MigrateAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
