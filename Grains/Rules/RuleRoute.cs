using System.Collections.Concurrent;

namespace OrleansIot.Grains.Rules;

/// <summary>The chain that a profile's messages enter, and which types of messages have business there.</summary>
internal sealed class RuleRoute(CompiledChain chain, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    public CompiledChain Chain => chain;

    /// <summary>Whether the chain would do anything with a message of this type. Else it need not be made.</summary>
    public bool Sees(string type) =>
        _seen.TryGetValue(type, out var sees) ? sees : _seen.GetOrAdd(type, chain.Sees(type, time.GetUtcNow().ToUnixTimeMilliseconds()));
}
