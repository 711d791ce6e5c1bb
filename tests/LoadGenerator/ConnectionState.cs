namespace OrleansIot.Load;

internal enum ConnectionState
{
    /// <summary>Not connected; to be opened when its time comes.</summary>
    Closed,
    Connecting,

    /// <summary>A request is on its way or waits for its answer.</summary>
    InFlight,

    /// <summary>Connected; the next request is not due yet.</summary>
    Waiting,

    /// <summary>Connected with nothing more to send.</summary>
    Idle,
}
