using OrleansIot.Grains.Telemetry;

namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>Makes messages of an entry.</summary>
internal static class OutboxMessages
{
    public static IEnumerable<RuleMessage> Of(OutboxEntry entry, RuleOriginator originator)
    {
        if (entry.Type != MessageTypes.PostTelemetry)
            return [new(Guid.NewGuid(), entry.Type, originator, entry.Data, Metadata(entry, originator, null))];
        return ReadingJson.Split(entry.Data).Select(group => new RuleMessage(Guid.NewGuid(), entry.Type, originator, group.Values, Metadata(entry, originator, group.Ts)));
    }

    private static Dictionary<string, string> Metadata(OutboxEntry entry, RuleOriginator originator, long? ts)
    {
        var metadata = new Dictionary<string, string>(3, StringComparer.Ordinal) { ["deviceName"] = originator.Name, ["deviceType"] = originator.Type };
        if (ts is { } at)
            metadata["ts"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (entry.Metadata is { } more)
            MetadataJson.ReadInto(metadata, more);
        return metadata;
    }
}
