using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Servers;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Race.References;

/// <summary>
/// Each request writes the state of a grain through Microsoft.Orleans.Persistence.AdoNet; silo and HTTP in one process. With Npgsql as it comes, or with statements that
/// are prepared once, as <see cref="InsertReference"/>.
/// </summary>
internal sealed class GrainStateReference(IServiceProvider services, string connectionString) : StoringReference
{
    /// <summary>Telemetry has grains of its own, so that both events begin from the same.</summary>
    private const long TelemetryOffset = 1_000_000;

    private readonly IGrainFactory _grains = services.GetRequiredService<IGrainFactory>();

    /// <summary>Puts a silo into the server, on a database that gets the product's tables: the statements of Orleans' provider are among them.</summary>
    public static async Task AddAsync(WebApplicationBuilder builder, string connectionString, bool isTuned)
    {
        var options = new PostgresOptions { ConnectionString = connectionString };
        await using (var database = PostgresDataSource.Create(options))
            await new PostgresSchema(database, new(options), TimeProvider.System, NullLogger<PostgresSchema>.Instance).MigrateAsync(CancellationToken.None);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(Loopback.FreeEndPoint().Port, Loopback.FreeEndPoint().Port)
            .AddAdoNetGrainStorageAsDefault(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = connectionString + (isTuned ? InsertReference.Tuned : "");
            }));
    }

    protected override Task StoreReadingsAsync(long device, ParsedBody body) => StoreAsync(device + TelemetryOffset, body);

    protected override Task StoreAttributesAsync(long device, ParsedBody body) => StoreAsync(device, body);

    protected override async Task<double[]?> ReadAttributesAsync(long device) => await _grains.GetGrain<IReferenceGrain>(device).Read();

    protected override async Task<long> CountAsync() =>
        (long)(await RunAsync(connectionString, "select coalesce(sum((convert_from(payload, 'UTF8')::jsonb ->> 'Writes')::bigint), 0)::bigint from orleans_state"))!;

    private Task StoreAsync(long grain, ParsedBody body) => _grains.GetGrain<IReferenceGrain>(grain).Store(body.Ts, body.First, body.Second, body.Third);

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
