namespace OrleansIot.Gateway.Polls;

/// <summary>Every way a poll can end. What the client sees of each is in <see cref="PollAnswers"/> and in docs/long-poll.md.</summary>
internal enum PollEnd
{
    /// <summary>The grain had something for it.</summary>
    Delivered,

    /// <summary>Its time was over and there was nothing to tell.</summary>
    TimedOut,

    /// <summary>The client hung up, or its connection broke.</summary>
    Disconnected,

    /// <summary>The device was deleted.</summary>
    Deleted,

    /// <summary>The token opens nothing (any more).</summary>
    Revoked,

    /// <summary>This gateway stops.</summary>
    Stopping,

    /// <summary>The device has too many polls already.</summary>
    TooMany,

    /// <summary>This gateway holds as many polls as it may.</summary>
    Full,

    /// <summary>The call that was to begin what it waits for was refused.</summary>
    Refused,

    /// <summary>The device's grain could not be reached, and the poll was never parked there.</summary>
    Unavailable,
}
