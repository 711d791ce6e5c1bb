using OrleansIot.Polls;

namespace OrleansIot.Rpc;

/// <summary>How a command ended, for the caller that waits.</summary>
/// <param name="Status">A final status.</param>
/// <param name="Reply">Set when it is Successful.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CommandEnd")]
public sealed record CommandEnd([property: Id(0)] CommandStatus Status, [property: Id(1)] CommandReply? Reply = null) : PollContent;
