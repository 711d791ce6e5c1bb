using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules.Outbox;

namespace OrleansIot.Grains.Rules;

/// <summary>What the rule chain of one device is told of. Where it has nothing to do, nothing is made for it.</summary>
internal sealed class RuleFacet(long device, OutboxContext context, Func<RuleOriginator?> originator)
{
    private readonly DeviceOutbox _outbox = new(device, context, originator);
    private object? _generation;
    private Guid _profile;
    private RuleRoute? _route;

    /// <summary>Whether no chain would do anything with a message of this type, as far as is known without asking anybody. The way of almost all posts.</summary>
    public bool Ignores(string type) =>
        ReferenceEquals(_generation, context.Engine.Catalog.Current) && originator()?.ProfileId == _profile && _route?.Sees(type) is not true;

    public async ValueTask<RuleRoute?> RouteAsync()
    {
        if (originator() is not { } about)
            return null;
        var generation = context.Engine.Catalog.Current;
        if (ReferenceEquals(_generation, generation) && about.ProfileId == _profile)
            return _route;
        var route = await context.Engine.Catalog.RouteAsync(about.ProfileId);
        (_generation, _profile, _route) = (generation, about.ProfileId, route);
        return route;
    }

    /// <summary>
    /// Makes a change with what the chain is to see of it, and sees to it that the chain sees it once it is committed.
    /// </summary>
    /// <param name="change">Gets null where the chain has nothing to do.</param>
    public async Task<ChangeResult> TellAsync(string type, Func<byte[]> data, byte[]? metadata, Func<OutboxEntry?, ValueTask<ChangeResult>> change)
    {
        if (await RouteAsync() is not { } route || !route.Sees(type) || originator() is not { } about)
            return await change(null);
        var json = data();
        var begun = BegunEntry.TryBegin(context.Engine, route.Chain, type, json, metadata, about);
        if (begun is { IsDone: true } || _outbox.Reserve(type, json, metadata, begun) is not { } entry)
            return await change(null);
        var result = ChangeResult.Failed;
        try
        {
            return result = await change(entry);
        }
        finally
        {
            _outbox.Settle(entry, result);
        }
    }

    /// <summary>The device is gone: a last message, and what waits before it.</summary>
    public async Task FinishAsync(string type, Func<byte[]> data)
    {
        if (await RouteAsync() is { } route && route.Sees(type))
            _outbox.Finish(type, data());
    }

    public void Resume() => _outbox.Resume();

    public Task StopAsync() => _outbox.StopAsync();
}
