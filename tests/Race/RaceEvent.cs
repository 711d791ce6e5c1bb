using OrleansIot.Load;

namespace OrleansIot.Race;

/// <summary>One kind of load to race in.</summary>
internal sealed record RaceEvent(string Key, string Title, RequestTemplate Template, int Connections)
{
    /// <summary>Telemetry at every width; attributes, written and read, at the widest.</summary>
    public static IEnumerable<RaceEvent> Choose(RaceOptions options)
    {
        var widest = options.Connections.Max();
        RaceEvent[] all =
        [
            .. options.Connections.Select(width => new RaceEvent("telemetry", "POST telemetry", RequestTemplate.PostTelemetry, width)),
            Attributes(widest),
            new("read", "GET attributes", RequestTemplate.GetAttributes, widest),
        ];
        return all.Where(e => options.Only.Length == 0 || options.Only.Contains(e.Key));
    }

    public static RaceEvent Attributes(int connections) => new("attributes", "POST attributes", RequestTemplate.PostAttributes, connections);
}
