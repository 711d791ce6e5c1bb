namespace OrleansIot.Polls;

/// <summary>What a poll waits for.</summary>
public enum PollKind : byte
{
    /// <summary>A device waits for changes of its shared attributes.</summary>
    Updates = 1,

    /// <summary>A device waits for commands.</summary>
    Commands = 2,

    /// <summary>A caller of the management API waits for the end of a command.</summary>
    Reply = 3,
}
