using OrleansIot.Silo.Tests.Accounts;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteUserStoreTests : UserStoreContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });
}
