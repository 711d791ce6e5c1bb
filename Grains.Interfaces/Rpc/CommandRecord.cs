namespace OrleansIot.Rpc;

/// <summary>A command as its record shows it.</summary>
/// <param name="Reply">Null until the device has replied.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CommandRecord")]
public sealed record CommandRecord([property: Id(0)] NewCommand Command, [property: Id(1)] CommandStatus Status, [property: Id(2)] CommandReply? Reply);
