using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules;

/// <summary>Rule chains. Every write is one transaction.</summary>
public interface IRuleChainStore
{
    /// <summary>A number that grows with every change that may change what becomes of a message: of a chain, of the root, of what a profile names.</summary>
    Task<long> VersionAsync(CancellationToken cancellation);

    Task<RuleChainRecord?> LoadAsync(Guid id, CancellationToken cancellation);

    /// <summary>The chain of a device profile's messages: the one it names, else the root chain; null: there is none.</summary>
    Task<Guid?> FindOfProfileAsync(Guid profileId, CancellationToken cancellation);

    /// <summary>Whether the profile holds alarm rules in the manner of ThingsBoard.</summary>
    Task<bool> HasAlarmRulesAsync(Guid profileId, CancellationToken cancellation);

    /// <summary>The oldest chain of that name.</summary>
    Task<RuleChainRecord?> FindByNameAsync(string name, CancellationToken cancellation);

    Task<RuleChainInfo> CreateAsync(RuleChainRecord chain, CancellationToken cancellation);

    /// <summary>Creates the chain and makes it the root chain, unless there was ever a chain.</summary>
    Task EnsureRootAsync(RuleChainRecord chain, CancellationToken cancellation);

    /// <summary>NotFound; Conflict: <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    Task<Answer<RuleChainInfo>> UpdateAsync(Guid id, RuleChainFields fields, long? expectedVersion, CancellationToken cancellation);

    /// <summary>NotFound; Conflict: <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    Task<Answer<RuleChainRecord>> SaveNodesAsync(Guid id, RuleChainMetadata metadata, long? expectedVersion, CancellationToken cancellation);

    Task<Answer<RuleChainInfo>> SetRootAsync(Guid id, CancellationToken cancellation);

    /// <summary>NotFound; Invalid: it is the root chain, or a device profile names it.</summary>
    Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<RuleChainInfo>>> ListAsync(PageQuery query, CancellationToken cancellation);
}
