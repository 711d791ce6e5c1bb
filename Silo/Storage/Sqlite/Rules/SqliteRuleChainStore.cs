using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Rules;
using OrleansIot.Rules;
using OrleansIot.Silo.Storage.Rules;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Rules;

internal sealed class SqliteRuleChainStore(SqliteDatabase database) : IRuleChainStore
{
    public Task<long> VersionAsync(CancellationToken cancellation) => database.ReadAsync(c => (long)c.Scalar(RuleChainSql.Version)!, cancellation);

    public Task<RuleChainRecord?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(c => Load(c, id), cancellation);

    public Task<Guid?> FindOfProfileAsync(Guid profileId, CancellationToken cancellation) => database.ReadAsync<Guid?>(
        c => c.Scalar(RuleChainSql.FindOfProfile, ("@profile", profileId.Text())) is string id ? Guid.Parse(id) : null, cancellation);

    public Task<bool> HasAlarmRulesAsync(Guid profileId, CancellationToken cancellation) =>
        database.ReadAsync(c => AlarmRulesJson.Any(c.Scalar(RuleChainSql.DocumentOfProfile, ("@profile", profileId.Text())) as string), cancellation);

    public Task<RuleChainRecord?> FindByNameAsync(string name, CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(RuleChainSql.FindByName, RuleChainSql.Record, ("@name", name)).First(), cancellation);

    public Task<RuleChainInfo> CreateAsync(RuleChainRecord chain, CancellationToken cancellation) => database.WriteAsync(c => Create(c, chain), cancellation);

    public Task EnsureRootAsync(RuleChainRecord chain, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (connection.Scalar(RuleChainSql.AnyExists) is not null)
                return 0;
            Create(connection, chain);
            return connection.Execute(RuleChainSql.SetRoot, ("@id", chain.Info.Id.Text()));
        },
        cancellation);

    public Task<Answer<RuleChainInfo>> UpdateAsync(Guid id, RuleChainFields fields, long? expectedVersion, CancellationToken cancellation) =>
        database.WriteAsync<Answer<RuleChainInfo>>(
            connection =>
            {
                var count = connection.Execute(RuleChainSql.Update, [.. RuleChainSql.Fields(id, fields), ("@expected", expectedVersion)]);
                return Changed(connection, id, count) is { Value: { } chain } ? chain.Info : Refusal(connection, id);
            },
            cancellation);

    public Task<Answer<RuleChainRecord>> SaveNodesAsync(Guid id, RuleChainMetadata metadata, long? expectedVersion, CancellationToken cancellation) =>
        database.WriteAsync(
            connection => Changed(connection, id, connection.Execute(
                RuleChainSql.SaveNodes,
                ("@id", id.Text()), ("@first", metadata.FirstNodeId.Text()), ("@nodes", RuleNodesJson.Write(metadata)), ("@expected", expectedVersion))),
            cancellation);

    public Task<Answer<RuleChainInfo>> SetRootAsync(Guid id, CancellationToken cancellation) => database.WriteAsync<Answer<RuleChainInfo>>(
        connection =>
        {
            if (Load(connection, id) is null)
                return RuleChainRefusals.Missing;
            connection.Execute(RuleChainSql.ClearRoot, ("@id", id.Text()));
            connection.Execute(RuleChainSql.SetRoot, ("@id", id.Text()));
            return Load(connection, id)!.Info;
        },
        cancellation);

    public Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync<Answer<bool>>(
        connection =>
        {
            try
            {
                if (connection.Execute(RuleChainSql.Delete, ("@id", id.Text())) == 1)
                    return true;
                return Load(connection, id) is null ? RuleChainRefusals.Missing : RuleChainRefusals.IsRoot;
            }
            catch (SqliteException exception) when (exception.IsDangling())
            {
                return RuleChainRefusals.InUse;
            }
        },
        cancellation);

    public Task<Answer<Page<RuleChainInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
        RuleChainSql.List.ReadAsync(database, query, "1 = 1", [], cancellation);

    private static RuleChainInfo Create(SqliteConnection connection, RuleChainRecord chain)
    {
        connection.Execute(RuleChainSql.Insert,
        [
            .. RuleChainSql.Fields(chain.Info.Id, chain.Info.Fields), ("@created", chain.Info.CreatedTime), ("@first", chain.Info.FirstNodeId.Text()),
            ("@nodes", RuleNodesJson.Write(chain.Metadata)),
        ]);
        return Load(connection, chain.Info.Id)!.Info;
    }

    private static RuleChainRecord? Load(SqliteConnection connection, Guid id) => connection.Query(RuleChainSql.Load, RuleChainSql.Record, ("@id", id.Text())).First();

    private static Answer<RuleChainRecord> Changed(SqliteConnection connection, Guid id, int count) => count == 1 ? Load(connection, id)! : Refusal(connection, id);

    private static Refusal Refusal(SqliteConnection connection, Guid id) => Load(connection, id) is null ? RuleChainRefusals.Missing : RuleChainRefusals.Moved;
}
