namespace OrleansIot.Polls;

/// <summary>What a grain tells a parked poll. The poll is no longer parked there afterwards.</summary>
public enum PollSignal : byte
{
    /// <summary>Here is something.</summary>
    Content = 0,

    /// <summary>The device was deleted.</summary>
    Deleted = 1,

    /// <summary>The credentials that the poll was parked with open nothing any more.</summary>
    Revoked = 2,

    /// <summary>The activation goes: park again, wherever the next one is.</summary>
    Repark = 3,
}
