using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.Attributes;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal sealed class SqliteRollOutStore(SqliteDatabase database) : IRollOutStore
{
    public Task<Answer<RollOutInfo>> CreateAsync(RollOutInfo rollOut, CancellationToken cancellation) =>
        database.WriteAsync(connection => Create(connection, rollOut), cancellation);

    public Task<RollOutInfo?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(connection => Load(connection, id), cancellation);

    public Task<Guid[]> ListActiveAsync(CancellationToken cancellation) =>
        database.ReadAsync<Guid[]>(connection => [.. connection.Query(RollOutSql.ListActive, row => row.Id(0))], cancellation);

    public Task<bool> MoveAsync(RollOutInfo from, RollOutInfo to, IReadOnlyCollection<long> reached, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (connection.Execute(RollOutSql.Move, [.. RollOutSql.Fields(to), ("@expected", from.Version)]) == 0)
                return false;
            if (reached.Count > 0)
            {
                var devices = JsonSerializer.Serialize(reached);
                connection.Execute(RollOutSql.Reach, ("@id", to.Id.Text()), ("@devices", devices));
                connection.Execute(RollOutSql.MakeDue, ("@devices", devices));
            }
            if (to.State == RollOutState.Completed && from.State != RollOutState.Completed)
            {
                connection.Execute(RollOutSql.GivePackage, RollOutSql.Of(to));
                OtaFanOutSql.Begin(connection, to.ProfileId, to.Type, to.PackageId);
            }
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<RollOutCandidate>> ListCandidatesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<RollOutCandidate>>(
            connection => connection.Query(
                RollOutSql.ListCandidates, Candidate, ("@profile", profile.Text()), ("@type", (int)type), ("@after", after), ("@limit", limit),
                ("@scope", (int)AttributeScope.Server), ("@key", RollOutRing.Key), ("@kind", (int)ValueKind.String)),
            cancellation);

    public Task<IReadOnlyList<RollOutCandidate>> ListReachedAsync(Guid rollOut, long after, int limit, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<RollOutCandidate>>(
            connection => connection.Query(RollOutSql.ListReached, Candidate, ("@id", rollOut.Text()), ("@after", after), ("@limit", limit)), cancellation);

    public Task<RollOutCounts> CountAsync(RollOutInfo rollOut, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            var states = new long[(int)OtaState.Failed + 1];
            foreach (var (state, count) in connection.Query(RollOutSql.CountStates, row => (row.GetInt32(0), row.GetInt64(1)), RollOutSql.Of(rollOut)))
                states[state] += count;
            return new RollOutCounts((long)connection.Scalar(RollOutSql.Total, RollOutSql.Of(rollOut))!, states);
        },
        cancellation);

    public Task<Answer<Page<RollOutInfo>>> ListAsync(PageQuery query, Guid? profile, CancellationToken cancellation) =>
        RollOutSql.List.ReadAsync(database, query, "(@profile is null or profile_id = @profile)", [("@profile", profile.Text())], cancellation);

    public Task<Answer<Page<RollOutDevice>>> ListDevicesAsync(RollOutInfo rollOut, OtaState? state, PageQuery query, CancellationToken cancellation) =>
        RollOutSql.ListDevices.ReadAsync(
            database, query, "m.roll_out_id = @id and (@state is null or coalesce(o.state, 1) = @state)", [.. RollOutSql.Of(rollOut), ("@state", (int?)state)], cancellation);

    private static Answer<RollOutInfo> Create(SqliteConnection connection, RollOutInfo rollOut)
    {
        if (OtaAssignable.Check(connection, rollOut.ProfileId, rollOut.PackageId, rollOut.Type) is { } unassignable)
            return unassignable;
        if (connection.Scalar(RollOutSql.IsGiven, RollOutSql.Of(rollOut)) is not null)
            return OtaRefusals.IsGiven;
        try
        {
            connection.Execute(RollOutSql.Insert, RollOutSql.Fields(rollOut));
            return rollOut;
        }
        catch (SqliteException exception) when (exception.IsTaken())
        {
            return Load(connection, rollOut.Id) is { } made ? made : OtaRefusals.RollOutOpen;
        }
    }

    private static RollOutInfo? Load(SqliteConnection connection, Guid id) => connection.Query(RollOutSql.Load, RollOutSql.Map, ("@id", id.Text())).First();

    private static RollOutCandidate Candidate(SqliteDataReader row) => new(row.GetInt64(0), row.Id(1), row.TextOrNull(2));
}
