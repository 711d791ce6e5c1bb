namespace OrleansIot.Silo.Tests.Storage.Sqlite;

/// <summary>As it runs: readings wait in the journal during a test.</summary>
public sealed class SqliteContract : StorageContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });
}
