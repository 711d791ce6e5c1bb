using Npgsql;
using Orleans.Storage;
using OrleansIot.Grains.Workflows;
using OrleansIot.Silo.Storage.Workflows;

namespace OrleansIot.Silo.Storage.Postgres.Workflows;

internal static class PostgresWorkflowStorage
{
    private const string Inner = WorkflowStorage.Name + "-adonet";

    /// <summary>Workflows keep their progress through Orleans' ADO.NET storage. Needs a migrated schema before the silo starts.</summary>
    public static IServiceCollection AddPostgresWorkflowStorage(this IServiceCollection services)
    {
        services.AddAdoNetGrainStorage(Inner, builder => builder.Configure<NpgsqlDataSource>((options, database) =>
            (options.Invariant, options.DataSource, options.GrainStorageSerializer) = (PostgresClustering.Invariant, database, new WorkflowJson())));
        return services.AddKeyedSingleton<IGrainStorage>(
            WorkflowStorage.Name, (provider, _) => new WholeIdentityStorage(provider.GetRequiredKeyedService<IGrainStorage>(Inner)));
    }
}
