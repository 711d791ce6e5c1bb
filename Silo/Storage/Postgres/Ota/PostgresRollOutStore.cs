using Npgsql;
using OrleansIot.Attributes;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal sealed class PostgresRollOutStore(NpgsqlDataSource database) : IRollOutStore
{
    public async Task<Answer<RollOutInfo>> CreateAsync(RollOutInfo rollOut, CancellationToken cancellation)
    {
        if (await OtaAssignable.CheckAsync(database, rollOut.ProfileId, rollOut.PackageId, rollOut.Type, cancellation).ConfigureAwait(false) is { } unassignable)
            return unassignable;
        if (await database.ScalarAsync(RollOutSql.IsGiven, cancellation, rollOut.ProfileId, (short)rollOut.Type, rollOut.PackageId).ConfigureAwait(false) is not null)
            return OtaRefusals.IsGiven;
        try
        {
            await database.ExecuteAsync(RollOutSql.Insert, cancellation, RollOutSql.Fields(rollOut)).ConfigureAwait(false);
            return rollOut;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return await LoadAsync(rollOut.Id, cancellation).ConfigureAwait(false) is { } made ? made : OtaRefusals.RollOutOpen;
        }
    }

    public async Task<RollOutInfo?> LoadAsync(Guid id, CancellationToken cancellation) =>
        (await database.QueryAsync(RollOutSql.Load, RollOutSql.Map, cancellation, id).ConfigureAwait(false)).First();

    public async Task<Guid[]> ListActiveAsync(CancellationToken cancellation) =>
        [.. await database.QueryAsync(RollOutSql.ListActive, row => row.GetGuid(0), cancellation).ConfigureAwait(false)];

    public async Task<bool> MoveAsync(RollOutInfo from, RollOutInfo to, IReadOnlyCollection<long> reached, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if (await connection.ExecuteAsync(RollOutSql.Move, cancellation, RollOutSql.Moved(to, from.Version)).ConfigureAwait(false) == 0)
            return false;
        if (reached.Count > 0)
            await connection.ExecuteAsync(RollOutSql.Reach, cancellation, to.Id, reached.ToArray()).ConfigureAwait(false);
        if (to.State == RollOutState.Completed && from.State != RollOutState.Completed)
        {
            object?[] given = [to.ProfileId, (short)to.Type, to.PackageId];
            await connection.ExecuteAsync(RollOutSql.GivePackage, cancellation, given).ConfigureAwait(false);
            await connection.ExecuteAsync(OtaFanOutSql.Begin, cancellation, given).ConfigureAwait(false);
        }
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<IReadOnlyList<RollOutCandidate>> ListCandidatesAsync(Guid profile, OtaPackageType type, long after, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            RollOutSql.ListCandidates, Candidate, cancellation, profile, (short)type, after, limit, (short)AttributeScope.Server, RollOutRing.Key,
            (short)ValueKind.String).ConfigureAwait(false);

    public async Task<IReadOnlyList<RollOutCandidate>> ListReachedAsync(Guid rollOut, long after, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(RollOutSql.ListReached, Candidate, cancellation, rollOut, after, limit).ConfigureAwait(false);

    public Task<RollOutCounts> CountAsync(RollOutInfo rollOut, CancellationToken cancellation) => database.SnapshotAsync(
        async connection =>
        {
            var states = new long[(int)OtaState.Failed + 1];
            var counted = await connection.QueryAsync(
                RollOutSql.CountStates, row => (State: row.GetInt16(0), Count: row.GetInt64(1)), cancellation, RollOutSql.Of(rollOut)).ConfigureAwait(false);
            foreach (var (state, count) in counted)
                states[state] += count;
            var total = await connection.ScalarAsync(RollOutSql.Total, cancellation, rollOut.ProfileId, (short)rollOut.Type).ConfigureAwait(false);
            return new RollOutCounts((long)total!, states);
        },
        cancellation);

    public Task<Answer<Page<RollOutInfo>>> ListAsync(PageQuery query, Guid? profile, CancellationToken cancellation)
    {
        var where = new Conditions().AddIfSet("profile_id = {0}", profile);
        return RollOutSql.List.ReadAsync(database, query, where.Where, where.Parameters, cancellation);
    }

    public Task<Answer<Page<RollOutDevice>>> ListDevicesAsync(RollOutInfo rollOut, OtaState? state, PageQuery query, CancellationToken cancellation) =>
        RollOutSql.ListDevices.ReadAsync(
            database, query, "m.roll_out_id = $1 and ($5::smallint is null or coalesce(o.state, 1::smallint) = $5)", [.. RollOutSql.Of(rollOut), (short?)state], cancellation);

    private static RollOutCandidate Candidate(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetGuid(1), row.TextOrNull(2));
}
