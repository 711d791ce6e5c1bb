namespace OrleansIot.Claiming;

/// <summary>How a user's claim ended (device API specification, section 5.2).</summary>
public enum ClaimEnd : byte
{
    Success = 0,

    /// <summary>Nothing is offered, the offer ran out, or the secret is another one.</summary>
    Failure = 1,

    /// <summary>The device has an owner.</summary>
    Claimed = 2,

    /// <summary>Too many wrong secrets.</summary>
    Throttled = 3,

    /// <summary>Only users of customers claim.</summary>
    Forbidden = 4,

    /// <summary>No such device.</summary>
    NotFound = 5,

    /// <summary>Nothing is known to be stored, try again later.</summary>
    Busy = 6,

    /// <summary>The activation is not the device's current one; call again.</summary>
    Superseded = 7,
}
