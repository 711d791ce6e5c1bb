using Microsoft.Extensions.DependencyInjection;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteGrainStorageTests : GrainStorageContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override Task AddStorageAsync(IServiceCollection services)
    {
        services.AddSqliteStorage(new() { Folder = _folder.Path });
        return Task.CompletedTask;
    }

    private protected override Task MigrateAsync(IServiceProvider services) => services.GetRequiredService<ISchema>().MigrateAsync(default);

    private protected override ValueTask CloseAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
