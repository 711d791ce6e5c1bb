using System.Runtime.CompilerServices;

namespace OrleansIot.Gateway.Wire;

/// <summary>Room on the stack for the members of a usual object.</summary>
[InlineArray(8)]
internal struct FewMembers
{
    private Member _first;
}
