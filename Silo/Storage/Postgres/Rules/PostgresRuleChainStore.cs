using Npgsql;
using OrleansIot.Grains.Rules;
using OrleansIot.Rules;
using OrleansIot.Silo.Storage.Rules;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Rules;

internal sealed class PostgresRuleChainStore(NpgsqlDataSource database) : IRuleChainStore
{
    public async Task<long> VersionAsync(CancellationToken cancellation) => (long)(await database.ScalarAsync(RuleChainSql.Version, cancellation).ConfigureAwait(false))!;

    public Task<RuleChainRecord?> LoadAsync(Guid id, CancellationToken cancellation) => FindAsync(RuleChainSql.Load, cancellation, id);

    public async Task<Guid?> FindOfProfileAsync(Guid profileId, CancellationToken cancellation) =>
        await database.ScalarAsync(RuleChainSql.FindOfProfile, cancellation, profileId).ConfigureAwait(false) as Guid?;

    public async Task<bool> HasAlarmRulesAsync(Guid profileId, CancellationToken cancellation) =>
        AlarmRulesJson.Any(await database.ScalarAsync(RuleChainSql.DocumentOfProfile, cancellation, profileId).ConfigureAwait(false) as string);

    public Task<RuleChainRecord?> FindByNameAsync(string name, CancellationToken cancellation) =>
        name.IsStorable() ? FindAsync(RuleChainSql.FindByName, cancellation, name) : Task.FromResult<RuleChainRecord?>(null);

    public async Task<RuleChainInfo> CreateAsync(RuleChainRecord chain, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await CreateAsync(connection, chain, cancellation).ConfigureAwait(false);
    }

    public async Task EnsureRootAsync(RuleChainRecord chain, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(RuleChainSql.LockRoot, cancellation, AdvisoryLocks.RootChain).ConfigureAwait(false);
        if (await connection.ScalarAsync(RuleChainSql.AnyExists, cancellation).ConfigureAwait(false) is not null)
            return;
        await CreateAsync(connection, chain, cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(RuleChainSql.SetRoot, cancellation, chain.Info.Id).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<Answer<RuleChainInfo>> UpdateAsync(Guid id, RuleChainFields fields, long? expectedVersion, CancellationToken cancellation)
    {
        var answer = await ChangeAsync(RuleChainSql.Update, id, cancellation, [.. RuleChainSql.Fields(id, fields), expectedVersion]).ConfigureAwait(false);
        return new(answer.Outcome, answer.Value?.Info, answer.Reason);
    }

    public Task<Answer<RuleChainRecord>> SaveNodesAsync(Guid id, RuleChainMetadata metadata, long? expectedVersion, CancellationToken cancellation) =>
        ChangeAsync(RuleChainSql.SaveNodes, id, cancellation, [id, metadata.FirstNodeId, RuleNodesJson.Write(metadata), expectedVersion]);

    public async Task<Answer<RuleChainInfo>> SetRootAsync(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(RuleChainSql.LockRoot, cancellation, AdvisoryLocks.RootChain).ConfigureAwait(false);
        if (await connection.ScalarAsync(RuleChainSql.Load, cancellation, id).ConfigureAwait(false) is null)
            return RuleChainRefusals.Missing;
        await connection.ExecuteAsync(RuleChainSql.ClearRoot, cancellation, id).ConfigureAwait(false);
        await connection.ExecuteAsync(RuleChainSql.SetRoot, cancellation, id).ConfigureAwait(false);
        var chain = (await connection.QueryAsync(RuleChainSql.Load, RuleChainSql.Record, cancellation, id).ConfigureAwait(false)).First();
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return chain is null ? RuleChainRefusals.Missing : chain.Info;
    }

    public async Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            if (await database.ExecuteAsync(RuleChainSql.Delete, cancellation, id).ConfigureAwait(false) == 1)
                return true;
            return await LoadAsync(id, cancellation).ConfigureAwait(false) is null ? RuleChainRefusals.Missing : RuleChainRefusals.IsRoot;
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return RuleChainRefusals.InUse;
        }
    }

    public Task<Answer<Page<RuleChainInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
        RuleChainSql.List.ReadAsync(database, query, "true", [], cancellation);

    private static async Task<RuleChainInfo> CreateAsync(NpgsqlConnection connection, RuleChainRecord chain, CancellationToken cancellation)
    {
        var made = await connection.QueryAsync(
            RuleChainSql.Insert, RuleChainSql.Record, cancellation,
            [.. RuleChainSql.Fields(chain.Info.Id, chain.Info.Fields), chain.Info.CreatedTime, chain.Info.FirstNodeId, RuleNodesJson.Write(chain.Metadata)]).ConfigureAwait(false);
        return made.Single().Info;
    }

    private async Task<Answer<RuleChainRecord>> ChangeAsync(string sql, Guid id, CancellationToken cancellation, object?[] parameters)
    {
        if (await FindAsync(sql, cancellation, parameters).ConfigureAwait(false) is { } changed)
            return changed;
        return await LoadAsync(id, cancellation).ConfigureAwait(false) is null ? RuleChainRefusals.Missing : RuleChainRefusals.Moved;
    }

    private async Task<RuleChainRecord?> FindAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.QueryAsync(sql, RuleChainSql.Record, cancellation, parameters).ConfigureAwait(false)).First();
}
