using OrleansIot.Grains.Telemetry;

namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>Makes messages of an entry.</summary>
internal static class OutboxMessages
{
    public static IEnumerable<RuleMessage> Of(OutboxEntry entry, RuleOriginator originator) => Of(entry.Type, entry.Data, entry.Metadata, originator);

    public static IEnumerable<RuleMessage> Of(string type, byte[] data, byte[]? metadata, RuleOriginator originator)
    {
        if (type != MessageTypes.PostTelemetry)
            return [new(Guid.NewGuid(), type, originator, data, Metadata(metadata, originator, null))];
        return ReadingJson.Split(data).Select(group => new RuleMessage(Guid.NewGuid(), type, originator, group.Values, Metadata(metadata, originator, group.Ts)));
    }

    private static Dictionary<string, string> Metadata(byte[]? more, RuleOriginator originator, long? ts)
    {
        var metadata = new Dictionary<string, string>(3, StringComparer.Ordinal) { ["deviceName"] = originator.Name, ["deviceType"] = originator.Type };
        if (ts is { } at)
            metadata["ts"] = at.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (more is not null)
            MetadataJson.ReadInto(metadata, more);
        return metadata;
    }
}
