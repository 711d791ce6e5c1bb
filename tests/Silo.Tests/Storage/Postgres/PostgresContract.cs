namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PostgresContract : StorageContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await PostgresStorageUnderTest.OpenAsync();
}
