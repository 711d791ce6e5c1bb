using OrleansIot.Values;

namespace OrleansIot.Attributes;

/// <summary>What a device reads of itself: client and shared attributes. Never the server's own.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceAttributes")]
public sealed record DeviceAttributes([property: Id(0)] Outcome Outcome, [property: Id(1)] AttributeEntry[] Client, [property: Id(2)] AttributeEntry[] Shared)
    : IAnswer
{
    public static readonly DeviceAttributes Unauthorized = new(Outcome.Unauthorized, [], []);
}
