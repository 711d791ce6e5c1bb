namespace OrleansIot.Grains.Rpc;

/// <summary>A parked poll that takes commands.</summary>
/// <param name="Deadline">Nothing is handed to it from this instant on, milliseconds since 1970.</param>
/// <param name="Max">Most commands of its answer, at least 1.</param>
internal readonly record struct WaitingPoll(long Id, long Deadline, int Max);
