using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>A command as its caller knows it.</summary>
internal sealed class ModelCall(NewCommand command)
{
    public NewCommand Command { get; } = command;

    /// <summary>The gateway was told that the command is stored.</summary>
    public bool IsIssued { get; set; }

    /// <summary>The poll that waits for its end; null: nobody waits (any more).</summary>
    public long? Parked { get; set; }

    /// <summary>What the caller was answered.</summary>
    public CommandEnd? Told { get; set; }

    /// <summary>Its number, as the device was told it.</summary>
    public int? Id { get; set; }

    /// <summary>A connection took its bytes and broke afterwards.</summary>
    public bool IsFlushed { get; set; }

    /// <summary>The device was answered 200 to a reply while the command could take one.</summary>
    public bool IsReplied { get; set; }
}
