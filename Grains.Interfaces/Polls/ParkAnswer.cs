using OrleansIot.Values;

namespace OrleansIot.Polls;

/// <summary>
/// What became of a poll: a delivery at once, or parked on a silo that beats from now on, or (Done without either) nothing there and no time left.
/// </summary>
/// <param name="Outcome">Done; LimitExceeded: the device has too many polls; else as for any call of a device.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ParkAnswer")]
public sealed record ParkAnswer([property: Id(0)] Outcome Outcome, [property: Id(1)] PollDelivery? Delivery = null, [property: Id(2)] SiloAddress? Silo = null)
{
    public static readonly ParkAnswer Nothing = new(Outcome.Done);
}
