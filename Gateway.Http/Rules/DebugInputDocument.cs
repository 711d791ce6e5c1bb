using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>The last message that came into a node, to try a script on.</summary>
internal sealed record DebugInputDocument(string Data, string Metadata, string MsgType)
{
    public static DebugInputDocument From(RuleDebugEvent kept) => new(kept.Data, kept.Metadata, kept.MessageType);
}
