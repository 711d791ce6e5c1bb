namespace OrleansIot.Rules;

/// <summary>A message on its way through a node or into a chain.</summary>
/// <param name="Ts">Milliseconds since 1970.</param>
/// <param name="NodeId">Null: the message entered the chain.</param>
/// <param name="IsInput">Whether it came in; else it went out.</param>
/// <param name="Relation">By which relation it went out.</param>
/// <param name="Originator">Id of the device that it is about.</param>
/// <param name="Data">JSON text, cut where it is long.</param>
/// <param name="Metadata">JSON text of an object, cut where it is long.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleDebugEvent")]
public sealed record RuleDebugEvent(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long Ts,
    [property: Id(2)] Guid ChainId,
    [property: Id(3)] Guid? NodeId,
    [property: Id(4)] bool IsInput,
    [property: Id(5)] Guid MessageId,
    [property: Id(6)] string MessageType,
    [property: Id(7)] string? Relation,
    [property: Id(8)] Guid Originator,
    [property: Id(9)] string Data,
    [property: Id(10)] string Metadata,
    [property: Id(11)] string? Error,
    [property: Id(12)] string Server);
