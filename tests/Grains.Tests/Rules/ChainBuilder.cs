using System.Text;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Writes chains down as a test reads best: nodes by name, connections by names.</summary>
internal sealed class ChainBuilder(string name = "chain")
{
    private readonly List<RuleNodeInfo> _nodes = [];
    private readonly List<RuleConnection> _connections = [];

    public bool DebugMode { get; init; }

    public Guid Id { get; init; } = Guid.NewGuid();

    public ChainBuilder Node(string node, string type, string configuration = "{}", bool debug = false)
    {
        _nodes.Add(new(
            Guid.NewGuid(), 0, "org.thingsboard.rule.engine." + type, node, RuleDebugSettings.Off with { All = debug }, false, null, 0, Encoding.UTF8.GetBytes(configuration), null));
        return this;
    }

    public ChainBuilder Script(string node, string type, string source, bool debug = false) =>
        Node(node, type, $$"""{"scriptLang":"JS","jsScript":{{System.Text.Json.JsonSerializer.Serialize(source)}}}""", debug);

    public ChainBuilder Connect(string from, string relation, string to)
    {
        _connections.Add(new(Index(from), Index(to), relation));
        return this;
    }

    public Guid IdOf(string node) => _nodes[Index(node)].Id;

    public RuleChainRecord Build()
    {
        var metadata = new RuleChainMetadata(_nodes.Count == 0 ? null : 0, _nodes, _connections);
        return new(new(Id, 0, new(name, DebugMode, null, null), false, metadata.FirstNodeId, 1), metadata);
    }

    private int Index(string node) => _nodes.FindIndex(n => n.Name == node);
}
