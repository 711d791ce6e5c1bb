namespace OrleansIot.Rules;

/// <summary>A script to try on a message.</summary>
/// <param name="Language">JS.</param>
/// <param name="Kind">ThingsBoard's word for what it must return: filter, switch, update, json or string.</param>
/// <param name="Message">The message's data.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ScriptTest")]
public sealed record ScriptTest(
    [property: Id(0)] string Language,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Source,
    [property: Id(3)] byte[] Message,
    [property: Id(4)] IReadOnlyDictionary<string, string> Metadata,
    [property: Id(5)] string MessageType);
