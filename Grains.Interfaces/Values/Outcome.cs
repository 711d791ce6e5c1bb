namespace OrleansIot.Values;

/// <summary>How an operation ended. Expected ends are outcomes, not exceptions; the gateway maps them to HTTP in one table.</summary>
public enum Outcome : byte
{
    /// <summary>Done, and committed where the operation writes.</summary>
    Done = 0,

    /// <summary>The credential is unknown, revoked, or older than the device's current one.</summary>
    Unauthorized = 1,

    /// <summary>The caller may not touch this entity.</summary>
    Forbidden = 2,

    /// <summary>No such entity.</summary>
    NotFound = 3,

    /// <summary>The request contradicts itself or a rule; the reason says which.</summary>
    Invalid = 4,

    /// <summary>A unique name, title, token or e-mail is taken, or the entity's version has moved on.</summary>
    Conflict = 5,

    /// <summary>A cap (keys, attributes, devices) would be exceeded.</summary>
    LimitExceeded = 6,

    /// <summary>The commit queue is full or the commit came too late: nothing is known to be stored, try again later.</summary>
    Busy = 7,

    /// <summary>This activation is not the grain's current one: nothing was stored, and it goes. The gateway calls again at once; the next activation knows the truth.</summary>
    Superseded = 8,
}
