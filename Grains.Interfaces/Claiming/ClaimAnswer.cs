using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Claiming;

/// <param name="Device">Set exactly on success.</param>
/// <param name="RetryAfterSeconds">Set when throttled.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ClaimAnswer")]
public sealed record ClaimAnswer([property: Id(0)] ClaimEnd End, [property: Id(1)] DeviceInfo? Device = null, [property: Id(2)] int RetryAfterSeconds = 0) : IAnswer
{
    Outcome IAnswer.Outcome => End == ClaimEnd.Superseded ? Outcome.Superseded : Outcome.Done;
}
