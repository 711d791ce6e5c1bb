namespace OrleansIot.Rpc;

/// <summary>A command to issue. The gateway stamps id and times once: issuing the same one again joins the first.</summary>
/// <param name="Uuid">The rpcId that the caller gets.</param>
/// <param name="Created">When the gateway received it, milliseconds since 1970.</param>
/// <param name="ExpiresAt">From this instant on it is not delivered and takes no reply, milliseconds since 1970.</param>
/// <param name="OneWay">Done when delivered; takes no reply.</param>
/// <param name="Persistent">Nobody waits: the record is kept for those who ask.</param>
/// <param name="Retries">How often it is offered again after its first delivery when no reply comes; null: until it expires.</param>
/// <param name="Method">Any text without NUL.</param>
/// <param name="Params">Compact JSON as the caller spelt it; null where there are none.</param>
/// <param name="AdditionalInfo">Compact JSON that is kept for the caller; the device never sees it.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.NewCommand")]
public sealed record NewCommand(
    [property: Id(0)] Guid Uuid,
    [property: Id(1)] long Created,
    [property: Id(2)] long ExpiresAt,
    [property: Id(3)] bool OneWay,
    [property: Id(4)] bool Persistent,
    [property: Id(5)] int? Retries,
    [property: Id(6)] string Method,
    [property: Id(7)] byte[]? Params,
    [property: Id(8)] byte[]? AdditionalInfo);
