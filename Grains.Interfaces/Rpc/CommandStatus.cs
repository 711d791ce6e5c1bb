namespace OrleansIot.Rpc;

/// <summary>
/// How far a command (server-side RPC) has come. The numbers are stored: never renumber. Final are Successful, Timeout, Expired, Failed, Deleted, and Delivered
/// of a one-way command.
/// </summary>
public enum CommandStatus : byte
{
    /// <summary>Committed; no live connection has taken it yet.</summary>
    Queued = 1,

    /// <summary>Handed to a poll for the first time, under a lease: the gateway has not said yet what became of the bytes. Never stored: after a restart it is queued again.</summary>
    Sent = 2,

    /// <summary>A live connection took its bytes. The end of a one-way command; a two-way one waits for its reply.</summary>
    Delivered = 3,

    /// <summary>The device replied in time, with any text.</summary>
    Successful = 4,

    /// <summary>A waiting caller's two-way command was delivered, and its time ended before the reply came.</summary>
    Timeout = 5,

    /// <summary>Its time ended before it was delivered; of a persistent command also: before the reply came.</summary>
    Expired = 6,

    /// <summary>Given up by whoever issued it. Nothing of ours gives up: a command waits for its time to end.</summary>
    Failed = 7,

    /// <summary>Withdrawn with its record: there is no row any more, so no list shows it.</summary>
    Deleted = 8,
}
