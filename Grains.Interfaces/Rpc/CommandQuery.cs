using OrleansIot.Values;

namespace OrleansIot.Rpc;

/// <summary>Which records of a device's persistent commands to list.</summary>
/// <param name="Status">Null: any.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CommandQuery")]
public sealed record CommandQuery([property: Id(0)] PageQuery Page, [property: Id(1)] CommandStatus? Status);
