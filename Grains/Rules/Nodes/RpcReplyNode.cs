using System.Text.Json;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Answers a call of a device with the message's data. The metadata says which call.</summary>
internal sealed class RpcReplyNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly string _request = settings.Text("requestIdMetaDataAttribute", "requestId") is { Length: > 0 } name ? name : "requestId";
    private readonly string _service = settings.Text("serviceIdMetaDataAttribute", "serviceId") is { Length: > 0 } name ? name : "serviceId";
    private readonly string _session = settings.Text("sessionIdMetaDataAttribute", "sessionId") is { Length: > 0 } name ? name : "sessionId";

    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) =>
        new(Answer(message) is { } problem ? NodeResult.Failure(message, problem) : NodeResult.Success(message));

    private string? Answer(RuleMessage message)
    {
        foreach (var name in (ReadOnlySpan<string>)[_request, _service, _session])
        {
            if (string.IsNullOrEmpty(message.Metadata.GetValueOrDefault(name)))
                return $"The metadata has no '{name}': the message is no call of a device";
        }
        if (!IsJson(message.Data))
            return "The message is no JSON, which an answer must be";
        if (!Guid.TryParse(message.Metadata[_session], out var session) || !services.Replies.TryAnswer(session, message.Data))
            return "No call waits for this answer: it is answered, or its time is over";
        return null;
    }

    private static bool IsJson(byte[] data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            reader.Read();
            reader.Skip();
            return !reader.Read() && data.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
