using OrleansIot.Polls;

namespace OrleansIot.Rpc;

/// <summary>What a poll for commands brings: at least one, in the order in which they were issued.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceCommands")]
public sealed record DeviceCommands([property: Id(0)] DeviceCommand[] Commands) : PollContent;
