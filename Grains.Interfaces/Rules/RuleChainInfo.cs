using OrleansIot.Values;

namespace OrleansIot.Rules;

/// <summary>A rule chain as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="IsRoot">Whether it is the chain of device profiles that name none; at most one is.</param>
/// <param name="FirstNodeId">The node that messages enter by; null: the chain does nothing.</param>
/// <param name="Version">Grows with every change, of the nodes as well.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainInfo")]
public sealed record RuleChainInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] RuleChainFields Fields,
    [property: Id(3)] bool IsRoot,
    [property: Id(4)] Guid? FirstNodeId,
    [property: Id(5)] long Version) : IVersioned;
