namespace OrleansIot.Rules;

/// <summary>A node of a rule chain.</summary>
/// <param name="Id">Empty for a node that is not saved yet: it is given one.</param>
/// <param name="CreatedTime">Milliseconds since 1970; 0 for a node that is not saved yet.</param>
/// <param name="Type">ThingsBoard's name of the node's class.</param>
/// <param name="Name">1 to 255 UTF-16 units.</param>
/// <param name="Configuration">Strict JSON of an object; what it says depends on the type.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null: where an editor draws the node.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleNodeInfo")]
public sealed record RuleNodeInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] string Type,
    [property: Id(3)] string Name,
    [property: Id(4)] RuleDebugSettings Debug,
    [property: Id(5)] bool SingletonMode,
    [property: Id(6)] string? QueueName,
    [property: Id(7)] int ConfigurationVersion,
    [property: Id(8)] byte[] Configuration,
    [property: Id(9)] byte[]? AdditionalInfo);
