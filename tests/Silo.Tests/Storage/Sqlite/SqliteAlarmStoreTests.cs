using OrleansIot.Silo.Tests.Rules;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteAlarmStoreTests : AlarmStoreContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });
}
