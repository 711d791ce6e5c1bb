using Npgsql;
using OrleansIot.Gateway.Hosting;
using OrleansIot.Grains.Accounts;
using OrleansIot.Silo.Storage;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Hosting;

/// <summary>Runs a silo, embedded or in a cluster as the configuration says, or does one piece of work on its database.</summary>
internal static class SiloHost
{
    /// <returns>0, or 1 with a message on standard error when the silo cannot start as it is configured.</returns>
    public static Task<int> RunAsync(string[] args) => HostRun.RunAsync(() => ServeOrWorkAsync(args), Explain);

    private static async Task ServeOrWorkAsync(string[] args)
    {
        var work = HostWork.Read(args, out var settings);
        var builder = HostBasis.CreateBuilder(settings);
        var isCluster = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>()?.IsCluster is true;
        if (work is not null)
            await work.RunAsync(isCluster ? ClusterHost.Build(builder) : EmbeddedHost.Build(builder));
        else if (isCluster)
            await ClusterHost.RunAsync(builder);
        else
            await EmbeddedHost.RunAsync(builder);
    }

    private static string? Explain(Exception exception) => exception switch
    {
        StorageInUseException or SchemaTooNewException or AdministratorException => exception.Message,
        PostgresException refused => $"PostgreSQL refuses what Storage:Postgres asks for: {refused.MessageText} ({refused.SqlState}).",
        _ => null,
    };
}
