using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Silo.Tests.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Lifecycle;

public sealed class PostgresLifecycleTests : LifecycleContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await PostgresStorageUnderTest.OpenAsync(new() { ConnectionString = "", MaxDevices = MaxDevices });
}
