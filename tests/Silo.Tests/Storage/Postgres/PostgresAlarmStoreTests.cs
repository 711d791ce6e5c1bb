using OrleansIot.Silo.Tests.Rules;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PostgresAlarmStoreTests : AlarmStoreContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await PostgresStorageUnderTest.OpenAsync();
}
