namespace OrleansIot.Grains.Rpc;

/// <summary>Where a command stands in the memory of its device.</summary>
internal enum CommandStage : byte
{
    /// <summary>Its row is being committed; nobody sees it.</summary>
    Creating,

    /// <summary>Waits for a poll; when it was delivered before, for its redelivery or its reply.</summary>
    Waiting,

    /// <summary>Handed to a poll under a lease.</summary>
    Leased,

    /// <summary>Its end is being committed: it is not offered any more.</summary>
    Ending,

    /// <summary>Ended; its caller has not taken the end yet.</summary>
    Ended,
}
