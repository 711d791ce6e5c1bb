using System.Runtime.CompilerServices;

namespace OrleansIot.Gateway.Wire;

/// <summary>A member of a telemetry or attributes object, read but not yet converted.</summary>
/// <param name="Key">Null when the name is no key.</param>
/// <param name="At">Offset of the name.</param>
internal readonly record struct Member(string? Key, KeyFault Fault, int At, Token Value);

/// <summary>Room on the stack for the members of a usual object.</summary>
[InlineArray(8)]
internal struct FewMembers
{
    private Member _first;
}
