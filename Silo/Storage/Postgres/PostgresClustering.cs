using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Orleans' own tables in the shared database, through the shared pool.</summary>
internal static class PostgresClustering
{
    /// <summary>The name by which Orleans knows the driver.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Silos find each other in the database. Needs <see cref="PostgresStorageExtensions.AddPostgresStorage"/>, and a migrated schema before the silo starts.</summary>
    public static ISiloBuilder UsePostgresClustering(this ISiloBuilder silo) => silo.UseAdoNetClustering(
        builder => builder.Configure<NpgsqlDataSource>((options, database) => (options.Invariant, options.DataSource) = (Invariant, database)));
}
