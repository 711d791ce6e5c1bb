using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>A node of a rule chain as ThingsBoard's clients know it.</summary>
internal sealed record RuleNodeDocument
{
    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? RuleChainId { get; init; }

    public string? Type { get; init; }

    public string? Name { get; init; }

    /// <summary>The older way to say that all messages of the node are to be kept for its debug stream.</summary>
    public bool? DebugMode { get; init; }

    public DebugSettingsDocument? DebugSettings { get; init; }

    public bool? SingletonMode { get; init; }

    public string? QueueName { get; init; }

    public int? ConfigurationVersion { get; init; }

    public JsonElement? Configuration { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public static RuleNodeDocument From(RuleNodeInfo node, Guid chainId) => new()
    {
        Id = EntityIdDocument.RuleNode(node.Id),
        CreatedTime = node.CreatedTime,
        RuleChainId = EntityIdDocument.RuleChain(chainId),
        Type = node.Type,
        Name = node.Name,
        DebugMode = node.Debug.All,
        DebugSettings = DebugSettingsDocument.From(node.Debug),
        SingletonMode = node.SingletonMode,
        QueueName = node.QueueName,
        ConfigurationVersion = node.ConfigurationVersion,
        Configuration = MemberReader.Element(node.Configuration),
        AdditionalInfo = MemberReader.Element(node.AdditionalInfo),
    };

    public RuleNodeInfo ToInfo(MemberReader members)
    {
        if (string.IsNullOrWhiteSpace(Type))
            members.Refuse("A rule node has no 'type'");
        if (string.IsNullOrWhiteSpace(Name))
            members.Refuse("A rule node has no 'name'");
        var debug = DebugSettings?.ToSettings() ?? RuleDebugSettings.Off;
        // Who knows only the older member says it there.
        if (DebugSettings is null && DebugMode is true)
            debug = debug with { All = true };
        return new(
            members.Id("id", Id) ?? Guid.Empty, 0, Type ?? "", Name ?? "", debug, SingletonMode ?? false, QueueName, ConfigurationVersion ?? 0,
            members.Object("configuration", Configuration) ?? "{}"u8.ToArray(), members.Object("additionalInfo", AdditionalInfo));
    }
}
