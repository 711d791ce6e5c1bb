using System.Text.Json;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal sealed class SqliteOtaFanOutStore(SqliteDatabase database) : IOtaFanOutStore
{
    public Task<FanOutProgress[]> LoadAsync(Guid profile, CancellationToken cancellation) => database.ReadAsync<FanOutProgress[]>(
        connection => [.. connection.Query(OtaFanOutSql.Load, OtaFanOutSql.Progress, ("@profile", profile.Text()))], cancellation);

    public Task<OpenFanOut?> FindOpenAsync(Guid profile, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query(OtaFanOutSql.FindOpen, OtaFanOutSql.Open, ("@profile", profile.Text())).First(), cancellation);

    public Task<Guid[]> ListOpenAsync(CancellationToken cancellation) => database.ReadAsync<Guid[]>(
        connection => [.. connection.Query(OtaFanOutSql.ListOpen, row => row.Id(0))], cancellation);

    public Task<IReadOnlyList<(long Number, Guid Id)>> ListDevicesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<(long, Guid)>>(
            connection => connection.Query(
                OtaFanOutSql.ListDevices, row => (row.GetInt64(0), row.Id(1)), ("@profile", profile.Text()), ("@type", (int)type), ("@after", after), ("@limit", limit)),
            cancellation);

    public Task AdvanceAsync(Guid profile, OpenFanOut from, long? position, int done, IReadOnlyCollection<Guid> postponed, long now, CancellationToken cancellation) =>
        database.WriteAsync(
            connection =>
            {
                if (postponed.Count > 0)
                    connection.Execute(OtaAssignmentSql.AddDue, ("@devices", JsonSerializer.Serialize(postponed.Select(d => d.Text()))));
                return connection.Execute(
                    OtaFanOutSql.Advance, ("@profile", profile.Text()), ("@type", (int)from.Type), ("@generation", from.Generation), ("@from", from.Position),
                    ("@position", position), ("@done", done), ("@failed", postponed.Count), ("@now", now));
            },
            cancellation);
}
