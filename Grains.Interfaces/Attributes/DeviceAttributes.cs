using OrleansIot.Values;

namespace OrleansIot.Attributes;

/// <summary>What a device reads of itself: client and shared attributes. Never the server's own.</summary>
/// <param name="Version">The device's attribute version: every change up to it is in what was read. It grows with changes of the server scope, too.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceAttributes")]
public sealed record DeviceAttributes(
    [property: Id(0)] Outcome Outcome, [property: Id(1)] AttributeEntry[] Client, [property: Id(2)] AttributeEntry[] Shared, [property: Id(3)] long Version) : IAnswer
{
    public static readonly DeviceAttributes Unauthorized = new(Outcome.Unauthorized, [], [], 0);

    public static readonly DeviceAttributes Superseded = Unauthorized with { Outcome = Outcome.Superseded };
}
