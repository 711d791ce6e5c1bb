using OrleansIot.Silo.Tests.Accounts;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PostgresDeviceProfileStoreTests : DeviceProfileStoreContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await PostgresStorageUnderTest.OpenAsync();
}
