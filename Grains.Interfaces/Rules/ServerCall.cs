namespace OrleansIot.Rules;

/// <summary>A call from a device, for its rule chain to answer.</summary>
/// <param name="Id">Random; a call that comes again with the same id joins the first one.</param>
/// <param name="Data">Strict JSON: <c>{"method":…,"params":…}</c>.</param>
/// <param name="Remaining">Milliseconds that the device still waits.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ServerCall")]
public sealed record ServerCall([property: Id(0)] Guid Id, [property: Id(1)] byte[] Data, [property: Id(2)] int Remaining);
