namespace OrleansIot.Rpc;

/// <summary>What a device replied.</summary>
/// <param name="IsJson">False: it was some other text.</param>
/// <param name="Json">Compact JSON as the device spelt it; of other text, a JSON string that holds it.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CommandReply")]
public sealed record CommandReply([property: Id(0)] bool IsJson, [property: Id(1)] byte[] Json);
