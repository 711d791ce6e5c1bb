namespace OrleansIot.Grains.Claiming;

/// <summary>What a user's claim is worth.</summary>
internal enum ClaimVerdict
{
    /// <summary>The device becomes the customer's.</summary>
    Won,

    /// <summary>The very request that has won comes again.</summary>
    WonBefore,

    /// <summary>Nothing is offered, or the offer has run out.</summary>
    NotOffered,

    /// <summary>Something is offered, but not for this secret.</summary>
    WrongSecret,

    /// <summary>The secret is right, but the device has an owner: the offer goes.</summary>
    OwnedAlready,

    /// <summary>Nothing is offered, and the device has an owner.</summary>
    Owned,
}
