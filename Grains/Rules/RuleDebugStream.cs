using System.Text;
using Microsoft.Extensions.Options;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// The last messages of nodes and chains on this silo: those of nodes that are being debugged, and of all others those that failed. In memory, bounded, for people
/// who look for what a chain does.
/// </summary>
public sealed class RuleDebugStream(IOptions<RuleOptions> options, ISiloIdentity silo, TimeProvider time)
{
    /// <summary>Nodes and chains of which events are kept; of one more, those of the one that was silent longest go.</summary>
    private const int MaxEntities = 500;

    private const int MaxText = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, LinkedListNode<(Guid Id, Queue<RuleDebugEvent> Events)>> _entities = [];
    private readonly LinkedList<(Guid Id, Queue<RuleDebugEvent> Events)> _byUse = new();

    /// <summary>What is kept of a node or of a chain, newest first.</summary>
    public RuleDebugEvent[] Read(Guid entityId)
    {
        lock (_lock)
            return _entities.TryGetValue(entityId, out var kept) ? [.. kept.Value.Events.Reverse()] : [];
    }

    public void Clear(Guid entityId)
    {
        lock (_lock)
        {
            if (_entities.Remove(entityId, out var kept))
                _byUse.Remove(kept);
        }
    }

    internal void Entered(CompiledChain chain, RuleMessage message)
    {
        if (chain.Info.Fields.DebugMode)
            Add(chain.Info.Id, chain.Info.Id, null, true, message, null, null);
    }

    internal void Failed(CompiledChain chain, RuleMessage message, string error) => Add(chain.Info.Id, chain.Info.Id, null, false, message, null, error);

    internal void In(CompiledNode node, RuleMessage message)
    {
        if (IsOn(node))
            Add(node.Info.Id, node.ChainId, node.Info.Id, true, message, null, null);
    }

    internal void Out(CompiledNode node, RuleMessage message, string? relation, string? error = null)
    {
        if (error is not null || IsOn(node))
            Add(node.Info.Id, node.ChainId, node.Info.Id, false, message, relation, error);
    }

    /// <summary>Whether people look at all messages of this node.</summary>
    internal bool IsOn(CompiledNode node) => node.Info.Debug is { All: true } or { AllUntil: > 0 } && node.Info.Debug.IsOn(Now);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Add(Guid entityId, Guid chainId, Guid? nodeId, bool isInput, RuleMessage message, string? relation, string? error)
    {
        var kept = new RuleDebugEvent(
            Guid.CreateVersion7(time.GetUtcNow()), Now, chainId, nodeId, isInput, message.Id, Cut(message.Type), relation, message.Originator.Id,
            Cut(Encoding.UTF8.GetString(message.Data.AsSpan(0, Math.Min(message.Data.Length, 4 * MaxText)))), Cut(MetadataJson.Write(message.Metadata)), error, silo.Name);
        lock (_lock)
        {
            if (!_entities.TryGetValue(entityId, out var entity))
                _entities[entityId] = entity = new((entityId, new()));
            else
                _byUse.Remove(entity);
            _byUse.AddLast(entity);
            var events = entity.Value.Events;
            if (events.Count >= options.Value.DebugEvents)
                events.Dequeue();
            events.Enqueue(kept);
            if (_entities.Count <= MaxEntities)
                return;
            _entities.Remove(_byUse.First!.Value.Id);
            _byUse.RemoveFirst();
        }
    }

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] + "…" : text;
}
