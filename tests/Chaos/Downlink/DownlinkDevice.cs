using System.Net;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A device of a downlink run.</summary>
/// <param name="HasCursor">It asks with <c>?since=</c> instead of trusting the cursor that is kept for it.</param>
/// <param name="EndPoints">Where it polls: a gateway, and after a failure the next one.</param>
internal sealed record DownlinkDevice(int Index, Guid Id, string Token, bool HasCursor, IReadOnlyList<IPEndPoint> EndPoints);
