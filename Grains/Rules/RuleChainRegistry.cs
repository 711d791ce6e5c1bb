using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Rules.Scripts;
using OrleansIot.Grains.Values;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules;

[StatelessWorker, Reentrant]
public sealed class RuleChainRegistry(
    IRuleChainStore store, RuleChainCompiler compiler, ScriptPool scripts, IOptions<ScriptOptions> scriptOptions, TimeProvider time) : Grain, IRuleChainRegistry
{
    public async Task<Answer<RuleChainInfo>> Create(Caller caller, Guid id, RuleChainFields fields)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? RuleChainRules.Check(fields)) is { } refusal)
            return refusal;
        return await store.LoadAsync(id, CancellationToken.None) is { } made ? made.Info : await CreateAsync(id, fields);
    }

    public async Task<Answer<RuleChainRecord>> Get(Caller caller, Guid id)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        return await store.LoadAsync(id, CancellationToken.None) is { } chain ? chain : Refusals.Missing;
    }

    public async Task<Answer<RuleChainInfo>> Update(Caller caller, Guid id, RuleChainFields fields, long? expectedVersion) =>
        (Refusals.UnlessAdministrator(caller) ?? RuleChainRules.Check(fields)) is { } refusal
            ? refusal
            : await InForceAsync(await store.UpdateAsync(id, fields, expectedVersion, CancellationToken.None));

    public async Task<Answer<RuleChainRecord>> SaveNodes(Caller caller, Guid id, RuleChainMetadata metadata, long? expectedVersion)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? CheckNodes(metadata)) is { } refusal)
            return refusal;
        if (await store.LoadAsync(id, CancellationToken.None) is not { } before)
            return Refusals.Missing;
        return await InForceAsync(await store.SaveNodesAsync(id, NodeIds.Give(metadata, before.Metadata, time.GetUtcNow()), expectedVersion, CancellationToken.None));
    }

    public async Task<Answer<RuleChainInfo>> SetRoot(Caller caller, Guid id) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await InForceAsync(await store.SetRootAsync(id, CancellationToken.None));

    public async Task<Answer<bool>> Delete(Caller caller, Guid id) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await InForceAsync(await store.DeleteAsync(id, CancellationToken.None));

    public async Task<Answer<Page<RuleChainInfo>>> List(Caller caller, PageQuery query) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.ListAsync(query, CancellationToken.None);

    public async Task<Answer<RuleChainRecord[]>> Export(Caller caller, int limit)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        var page = await store.ListAsync(new(limit, 0, Descending: true), CancellationToken.None);
        if (page.Value is not { } found)
            return new(page.Outcome, null, page.Reason);
        var chains = await Task.WhenAll(found.Data.Select(chain => store.LoadAsync(chain.Id, CancellationToken.None)));
        return chains.OfType<RuleChainRecord>().ToArray();
    }

    public async Task<Answer<RuleChainImported[]>> Import(Caller caller, RuleChainImport[] chains, bool overwrite)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        var import = new ChainImport(store, overwrite, CheckFields, CheckNodes, fields => CreateAsync(Guid.CreateVersion7(time.GetUtcNow()), fields), time);
        var imported = await import.RunAsync(chains);
        await RuleSilos.RefreshAsync(GrainFactory);
        return imported;
    }

    public async Task<Answer<ScriptTestResult>> TestScript(Caller caller, ScriptTest test)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        if (test.Language != "JS")
            return new Refusal(Outcome.Invalid, $"The script language {test.Language} is not available: write the script in JavaScript");
        if (ScriptTests.Kind(test.Kind) is not { } kind)
            return new Refusal(Outcome.Invalid, $"Unsupported script type: {test.Kind}");
        if (RuleScript.TryParse(test.Source, kind, scriptOptions.Value, out var problem) is not { } script)
            return new ScriptTestResult("", problem);
        var sample = new RuleMessage(Guid.NewGuid(), test.MessageType, ScriptTests.Nobody, test.Message, test.Metadata);
        var result = await Task.Run(() => scripts.RunAsync(script, sample).AsTask());
        return result.IsDone ? new ScriptTestResult(ScriptTests.Show(kind, result), "") : new ScriptTestResult("", result.Error!);
    }

    public async Task<Answer<RuleDebugEvent[]>> ReadDebug(Caller caller, Guid entityId) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await RuleSilos.ReadDebugAsync(GrainFactory, entityId);

    public async Task<Answer<bool>> ClearDebug(Caller caller, Guid entityId)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        await RuleSilos.ClearDebugAsync(GrainFactory, entityId);
        return true;
    }

    private static Refusal? CheckFields(RuleChainFields fields) => RuleChainRules.Check(fields);

    private Refusal? CheckNodes(RuleChainMetadata metadata) =>
        RuleChainRules.Check(metadata) ?? (compiler.Check(metadata) is { } problem ? new(Outcome.Invalid, problem) : null);

    private Task<RuleChainInfo> CreateAsync(Guid id, RuleChainFields fields) =>
        store.CreateAsync(new(new(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, false, null, 1), RuleChainMetadata.Empty), CancellationToken.None);

    /// <summary>What is committed is told to all silos before it is answered.</summary>
    private async Task<Answer<T>> InForceAsync<T>(Answer<T> answer)
    {
        if (answer.Outcome == Outcome.Done)
            await RuleSilos.RefreshAsync(GrainFactory);
        return answer;
    }
}
