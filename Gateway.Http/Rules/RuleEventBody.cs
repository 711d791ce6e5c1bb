using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <param name="Type">IN or OUT.</param>
internal sealed record RuleEventBody(
    string Type, string Server, string EntityId, string EntityType, string MsgId, string MsgType, string DataType, string? RelationType, string Data, string Metadata, string? Error)
{
    public static RuleEventBody From(RuleDebugEvent kept) => new(
        kept.IsInput ? "IN" : "OUT", kept.Server, kept.Originator.ToString("D"), "DEVICE", kept.MessageId.ToString("D"), kept.MessageType, "JSON", kept.Relation,
        kept.Data, kept.Metadata, kept.Error);
}
