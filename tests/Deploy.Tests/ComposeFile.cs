using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OrleansIot.Deploy;

/// <summary>The compose file: anchors and merges resolved, variables of the shell left as they are.</summary>
internal sealed partial class ComposeFile
{
    private readonly YamlMappingNode _root;

    public ComposeFile()
    {
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(new StringReader(Repository.Read("deploy", "docker", "compose.yaml")))));
        _root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    public IReadOnlyDictionary<string, YamlNode> Services => Mapping(_root, "services");

    public IEnumerable<string> Volumes => Mapping(_root, "volumes").Keys;

    public static IReadOnlyDictionary<string, string> Environment(YamlNode service) =>
        Mapping(service, "environment").ToDictionary(e => e.Key, e => Default(((YamlScalarNode)e.Value).Value!));

    public static string? Text(YamlNode node, string key) => Child(node, key) is YamlScalarNode { Value: { } value } ? Default(value) : null;

    public static IReadOnlyDictionary<string, YamlNode> Mapping(YamlNode node, string key) =>
        Child(node, key) is YamlMappingNode mapping ? mapping.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => c.Value) : new();

    /// <summary>A list of names, or the keys of a mapping.</summary>
    public static IEnumerable<string> Names(YamlNode node, string key) => Child(node, key) switch
    {
        YamlSequenceNode list => list.Children.Select(c => ((YamlScalarNode)c).Value!),
        YamlMappingNode mapping => mapping.Children.Keys.Select(c => ((YamlScalarNode)c).Value!),
        _ => [],
    };

    private static YamlNode? Child(YamlNode node, string key) => node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null;

    /// <summary><c>${NAME:-default}</c> as its default; one that must be set, as something.</summary>
    private static string Default(string value) => Variable().Replace(value, match => match.Groups[2].Value is [':', '-', .. var otherwise] ? otherwise : "x");

    [GeneratedRegex(@"\$\{([A-Z_]+)(:[^}]*)?\}")]
    private static partial Regex Variable();
}
