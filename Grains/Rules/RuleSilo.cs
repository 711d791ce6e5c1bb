using Orleans.Concurrency;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

[Reentrant, OnNamedSilo]
public sealed class RuleSilo(RuleCatalog catalog, RuleDebugStream debug) : Grain, IRuleSilo
{
    public Task Refresh() => catalog.RefreshAsync();

    public Task<RuleDebugEvent[]> ReadDebug(Guid entityId) => Task.FromResult(debug.Read(entityId));

    public Task ClearDebug(Guid entityId)
    {
        debug.Clear(entityId);
        return Task.CompletedTask;
    }
}
