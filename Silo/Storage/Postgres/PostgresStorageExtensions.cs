using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Postgres;

internal static class PostgresStorageExtensions
{
    /// <summary>Stores everything in a PostgreSQL database that many silos share. The <see cref="Npgsql.NpgsqlDataSource"/> is there for Orleans' providers, too.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, PostgresOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => PostgresDataSource.Create(options, provider.GetService<ILoggerFactory>()))
        .AddSingleton<ISchema, PostgresSchema>();
}
