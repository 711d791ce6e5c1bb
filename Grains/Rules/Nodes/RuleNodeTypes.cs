namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>The nodes there are, by ThingsBoard's names of their classes. A new one is a class in this folder and a line here.</summary>
internal static class RuleNodeTypes
{
    private const string Prefix = "org.thingsboard.rule.engine.";

    private static readonly Dictionary<string, Func<NodeSettings, RuleServices, RuleNode>> Types = new(StringComparer.Ordinal)
    {
        [Prefix + "filter.TbMsgTypeSwitchNode"] = (_, _) => new MessageTypeSwitchNode(),
        [Prefix + "filter.TbMsgTypeFilterNode"] = (settings, _) => new MessageTypeFilterNode(settings),
        [Prefix + "filter.TbJsFilterNode"] = (settings, services) => new ScriptFilterNode(settings, services),
        [Prefix + "filter.TbJsSwitchNode"] = (settings, services) => new ScriptSwitchNode(settings, services),
        [Prefix + "filter.TbCheckMessageNode"] = (settings, _) => new CheckMembersNode(settings),
        [Prefix + "filter.TbDeviceTypeSwitchNode"] = (_, _) => new DeviceTypeSwitchNode(),
        [Prefix + "filter.TbOriginatorTypeFilterNode"] = (settings, _) => new OriginatorTypeFilterNode(settings),
        [Prefix + "filter.TbOriginatorTypeSwitchNode"] = (_, _) => new OriginatorTypeSwitchNode(),
        [Prefix + "transform.TbTransformMsgNode"] = (settings, services) => new ScriptTransformNode(settings, services),
        [Prefix + "telemetry.TbMsgTimeseriesNode"] = (settings, services) => new SaveTimeseriesNode(settings, services),
        [Prefix + "telemetry.TbMsgAttributesNode"] = (settings, services) => new SaveAttributesNode(settings, services),
        [Prefix + "action.TbCreateAlarmNode"] = (settings, services) => new CreateAlarmNode(settings, services),
        [Prefix + "action.TbClearAlarmNode"] = (settings, services) => new ClearAlarmNode(settings, services),
        [Prefix + "action.TbLogNode"] = (settings, services) => new LogNode(settings, services),
        [Prefix + "rpc.TbSendRPCReplyNode"] = (settings, services) => new RpcReplyNode(settings, services),
        [Prefix + "rpc.TbSendRPCRequestNode"] = (settings, services) => new RpcRequestNode(settings, services),
        [Prefix + "rest.TbRestApiCallNode"] = (settings, services) => new RestApiCallNode(settings, services),
        [Prefix + "flow.TbRuleChainInputNode"] = (settings, _) => new ChainInputNode(settings),
        [Prefix + "flow.TbRuleChainOutputNode"] = (_, _) => new ChainOutputNode(),
        [Prefix + "profile.TbDeviceProfileNode"] = (_, _) => new DeviceProfileNode(),
    };

    public static IReadOnlyCollection<string> Names => Types.Keys;

    public static Func<NodeSettings, RuleServices, RuleNode>? Find(string type) => Types.GetValueOrDefault(type);
}
