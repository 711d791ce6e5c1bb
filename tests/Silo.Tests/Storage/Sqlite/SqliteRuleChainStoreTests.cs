using OrleansIot.Silo.Tests.Rules;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteRuleChainStoreTests : RuleChainStoreContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });
}
