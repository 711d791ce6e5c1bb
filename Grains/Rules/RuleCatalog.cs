using System.Collections.Concurrent;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// The compiled chains of this silo, loaded when first needed. All of them belong to one version of the database's chains; when that has moved, they are
/// forgotten together.
/// </summary>
public sealed class RuleCatalog(IRuleChainStore store, RuleChainCompiler compiler, TimeProvider time)
{
    private volatile Generation _current = new(0);

    /// <summary>Changes when anything may have changed; what was asked for under an older one is to be asked for again.</summary>
    internal object Current => _current;

    /// <summary>Looks whether the chains have changed. When this returns, what was committed before the call is in force on this silo.</summary>
    public async Task RefreshAsync()
    {
        var version = await store.VersionAsync(CancellationToken.None).ConfigureAwait(false);
        if (version != _current.Version)
            _current = new(version);
    }

    /// <summary>Null: there is no such chain.</summary>
    internal ValueTask<CompiledChain?> ChainAsync(Guid id)
    {
        var generation = _current;
        return GetAsync(generation.Chains, id, static (catalog, _, key) => catalog.LoadAsync(key), generation);
    }

    /// <summary>Where messages of devices of this profile go; null: nowhere.</summary>
    internal ValueTask<RuleRoute?> RouteAsync(Guid profileId)
    {
        var generation = _current;
        return GetAsync(generation.Routes, profileId, static (catalog, generation, key) => catalog.FindRouteAsync(generation, key), generation);
    }

    /// <summary>Whether this profile holds alarm rules, which nothing here evaluates.</summary>
    internal ValueTask<bool> HasAlarmRulesAsync(Guid profileId)
    {
        var asking = _current.AlarmRules.GetOrAdd(profileId, static (key, store) => store.HasAlarmRulesAsync(key, CancellationToken.None), store);
        if (asking.IsFaulted)
            _current.AlarmRules.TryRemove(new(profileId, asking));
        return new(asking);
    }

    /// <summary>Whether the chain of this profile's devices would do anything with a message of this type.</summary>
    public async ValueTask<bool> SeesAsync(Guid profileId, string type) => await RouteAsync(profileId) is { } route && route.Sees(type);

    private ValueTask<T?> GetAsync<T>(
        ConcurrentDictionary<Guid, Task<T?>> known, Guid key, Func<RuleCatalog, Generation, Guid, Task<T?>> load, Generation generation)
        where T : class
    {
        var loading = known.GetOrAdd(key, static (key, s) => s.load(s.catalog, s.generation, key), (catalog: this, load, generation));
        if (loading.IsCompletedSuccessfully)
            return new(loading);
        return AwaitAsync(known, key, loading);
    }

    /// <summary>What could not be loaded is tried again by the next who asks.</summary>
    private static async ValueTask<T?> AwaitAsync<T>(ConcurrentDictionary<Guid, Task<T?>> known, Guid key, Task<T?> loading)
        where T : class
    {
        try
        {
            return await loading.ConfigureAwait(false);
        }
        catch
        {
            known.TryRemove(new(key, loading));
            throw;
        }
    }

    private async Task<CompiledChain?> LoadAsync(Guid id) =>
        await store.LoadAsync(id, CancellationToken.None).ConfigureAwait(false) is { } chain ? compiler.Compile(chain) : null;

    private async Task<RuleRoute?> FindRouteAsync(Generation generation, Guid profileId)
    {
        if (await store.FindOfProfileAsync(profileId, CancellationToken.None).ConfigureAwait(false) is not { } id)
            return null;
        var chain = await GetAsync(generation.Chains, id, static (catalog, _, key) => catalog.LoadAsync(key), generation).ConfigureAwait(false);
        if (chain is null)
            return null;
        // Profiles of one chain share what is known of it.
        return generation.ByChain.GetOrAdd(id, static (_, s) => new RuleRoute(s.chain, s.time), (chain, time));
    }

    private sealed record Generation(long Version)
    {
        public ConcurrentDictionary<Guid, Task<CompiledChain?>> Chains { get; } = new();

        public ConcurrentDictionary<Guid, Task<RuleRoute?>> Routes { get; } = new();

        public ConcurrentDictionary<Guid, RuleRoute> ByChain { get; } = new();

        public ConcurrentDictionary<Guid, Task<bool>> AlarmRules { get; } = new();
    }
}
