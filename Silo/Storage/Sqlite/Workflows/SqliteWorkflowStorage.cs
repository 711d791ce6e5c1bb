using Orleans.Storage;
using OrleansIot.Grains.Workflows;

namespace OrleansIot.Silo.Storage.Sqlite.Workflows;

internal static class SqliteWorkflowStorage
{
    /// <summary>Workflows keep their progress in the embedded database.</summary>
    public static IServiceCollection AddSqliteWorkflowStorage(this IServiceCollection services) =>
        services.AddKeyedSingleton<IGrainStorage, SqliteGrainStorage>(WorkflowStorage.Name);
}
