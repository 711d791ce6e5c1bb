namespace OrleansIot.Silo.Tests.Storage.Sqlite;

/// <summary>Every commit also sorts a few rows of the journal in, so that reads meet it in every state.</summary>
public sealed class SqliteContractWhileSorting : StorageContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() =>
        await SqliteStorageUnderTest.OpenAsync(new() { Folder = "", SortAfter = TimeSpan.Zero, SliceRows = 1 });
}
