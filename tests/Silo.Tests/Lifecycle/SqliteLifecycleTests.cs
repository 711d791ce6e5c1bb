using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Silo.Tests.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Lifecycle;

public sealed class SqliteLifecycleTests : LifecycleContract
{
    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "", MaxDevices = MaxDevices });
}
