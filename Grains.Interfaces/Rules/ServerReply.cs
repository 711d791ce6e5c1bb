using OrleansIot.Values;

namespace OrleansIot.Rules;

/// <summary>How far a call from a device has come.</summary>
/// <param name="Outcome">Done; Unauthorized; NotFound: the device was deleted while the call waited; Busy: too many calls of the device wait.</param>
/// <param name="Json">The answer; null with Done: there is none yet, ask again with the same id.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ServerReply")]
public sealed record ServerReply([property: Id(0)] Outcome Outcome, [property: Id(1)] byte[]? Json)
{
    public static readonly ServerReply Waiting = new(Outcome.Done, null);
    public static readonly ServerReply Unauthorized = new(Outcome.Unauthorized, null);
    public static readonly ServerReply Deleted = new(Outcome.NotFound, null);
    public static readonly ServerReply Busy = new(Outcome.Busy, null);
}
