using Orleans.Runtime.Messaging;

namespace OrleansIot.Gateway.Calls;

/// <summary>Which failures of a call go away when it is made again: those of the way to the grain, never those of the grain itself.</summary>
internal static class Transience
{
    /// <summary>Null: no use in trying again.</summary>
    public static RetryReason? Of(Exception exception) => exception switch
    {
        TimeoutException => RetryReason.Timeout,
        GatewayTooBusyException => RetryReason.Overloaded,
        SiloUnavailableException or ConnectionFailedException or ClientNotAvailableException => RetryReason.SiloGone,
        // A rejection brings along what stopped the message; an activation that could not start is one as well.
        OrleansMessageRejectionException => RetryReason.Rejected,
        OrleansException { InnerException: { } inner } when Of(inner) is { } reason => reason,
        ObjectDisposedException or IOException or System.Net.Sockets.SocketException => RetryReason.SiloGone,
        _ => null,
    };
}
