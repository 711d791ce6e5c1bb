using Npgsql;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal sealed class PostgresOtaFanOutStore(NpgsqlDataSource database) : IOtaFanOutStore
{
    public async Task<FanOutProgress[]> LoadAsync(Guid profile, CancellationToken cancellation) =>
        [.. await database.QueryAsync(OtaFanOutSql.Load, OtaFanOutSql.Progress, cancellation, profile).ConfigureAwait(false)];

    public async Task<OpenFanOut?> FindOpenAsync(Guid profile, CancellationToken cancellation) =>
        (await database.QueryAsync(OtaFanOutSql.FindOpen, OtaFanOutSql.Open, cancellation, profile).ConfigureAwait(false)).First();

    public async Task<Guid[]> ListOpenAsync(CancellationToken cancellation) =>
        [.. await database.QueryAsync(OtaFanOutSql.ListOpen, row => row.GetGuid(0), cancellation).ConfigureAwait(false)];

    public async Task<IReadOnlyList<(long Number, Guid Id)>> ListDevicesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(OtaFanOutSql.ListDevices, row => (row.GetInt64(0), row.GetGuid(1)), cancellation, profile, (short)type, after, limit).ConfigureAwait(false);

    public async Task AdvanceAsync(Guid profile, OpenFanOut from, long? position, int done, IReadOnlyCollection<Guid> postponed, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (postponed.Count > 0)
            await connection.ExecuteAsync(OtaAssignmentSql.AddDue, cancellation, [postponed.ToArray()]).ConfigureAwait(false);
        await connection.ExecuteAsync(
            OtaFanOutSql.Advance, cancellation, profile, (short)from.Type, from.Generation, from.Position, position, (long)done, (long)postponed.Count, now).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
