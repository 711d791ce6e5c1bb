namespace OrleansIot.Gateway.Calls;

/// <summary>Why a call of a grain was tried again. As the label of a metric each is one word, and there are no others.</summary>
internal enum RetryReason
{
    /// <summary>No answer within the attempt's time.</summary>
    Timeout,

    /// <summary>The silo, or the connection to it, has gone.</summary>
    SiloGone,

    /// <summary>A silo that answers would not take the message.</summary>
    Rejected,

    /// <summary>The silo sheds load.</summary>
    Overloaded,

    /// <summary>The activation was not the grain's current one any more.</summary>
    Superseded,
}
