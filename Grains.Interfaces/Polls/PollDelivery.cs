namespace OrleansIot.Polls;

/// <summary>What a grain has for a poll.</summary>
/// <param name="Lease">Names the delivery when it is settled; 0 when nobody waits for a settlement.</param>
/// <param name="Content">Set exactly when the signal is <see cref="PollSignal.Content"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.PollDelivery")]
public sealed record PollDelivery(
    [property: Id(0)] long PollId,
    [property: Id(1)] PollSignal Signal,
    [property: Id(2)] long Lease = 0,
    [property: Id(3)] PollContent? Content = null);
