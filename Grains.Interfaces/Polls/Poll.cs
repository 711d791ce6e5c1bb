namespace OrleansIot.Polls;

/// <summary>A request that a gateway holds back until the device's grain has something for it.</summary>
/// <param name="PollId">Unique in the cluster: counted up from a random start of the gateway process. Parking the same id again replaces the poll.</param>
/// <param name="Gateway">The gateway process that holds the request.</param>
/// <param name="Remaining">Milliseconds that the request can still be held; 0 or less: what there is at once, or nothing.</param>
/// <param name="Since">
/// Updates only. A reader that keeps its own cursor names the last version it has; null: the device's cursor counts, and moves. Negative: a cursor of another
/// device, which knows nothing of this one.
/// </param>
/// <param name="Max">Commands only: most commands of one answer, at least 1.</param>
/// <param name="Command">Reply only: the command whose end the caller waits for.</param>
/// <param name="IsAgain">A grain has taken it before: where that was on a silo that is gone, another activation may be behind in what it knows.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Poll")]
public sealed record Poll(
    [property: Id(0)] long PollId,
    [property: Id(1)] PollKind Kind,
    [property: Id(2)] IGatewayObserver Gateway,
    [property: Id(3)] long Remaining,
    [property: Id(4)] long? Since = null,
    [property: Id(5)] int Max = 1,
    [property: Id(6)] Guid Command = default,
    [property: Id(7)] bool IsAgain = false);
