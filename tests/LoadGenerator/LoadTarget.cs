using System.Net;

namespace OrleansIot.Load;

/// <summary>Where a load goes, and how patient it is.</summary>
/// <param name="EndPoints">A connection begins with the one of its number and goes on to the next one whenever it fails.</param>
/// <param name="TimeOut">How long an answer may take until its connection is given up; infinite waits for ever.</param>
public sealed record LoadTarget(IReadOnlyList<IPEndPoint> EndPoints, TimeSpan TimeOut)
{
    /// <summary>One server, waited for as long as it takes.</summary>
    public static implicit operator LoadTarget(IPEndPoint endPoint) => new([endPoint], Timeout.InfiniteTimeSpan);
}
