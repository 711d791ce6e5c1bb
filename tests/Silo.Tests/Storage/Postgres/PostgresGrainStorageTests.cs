using Microsoft.Extensions.DependencyInjection;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PostgresGrainStorageTests : GrainStorageContract
{
    private TestDatabase? _database;

    private protected override async Task AddStorageAsync(IServiceCollection services)
    {
        _database ??= await TestDatabase.CreateMigratedAsync();
        services.AddPostgresStorage(_database.Options);
    }

    private protected override Task MigrateAsync(IServiceProvider services) => services.GetRequiredService<ISchema>().MigrateAsync(default);

    private protected override ValueTask CloseAsync() => _database!.DisposeAsync();
}
