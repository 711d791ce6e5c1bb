namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>
/// What a device's rule chain is to see, stored in the transaction of what it tells of, and gone when the chain has seen it. Entries of a device are processed in
/// the order of their numbers.
/// </summary>
/// <param name="Seq">Grows with every entry of the device; about microseconds since 1970.</param>
/// <param name="Writer">A random number of the activation: with it, two activations that take the same number do not meet.</param>
/// <param name="Type">Type of the message.</param>
/// <param name="Data">JSON. Of telemetry: an array of instants, each becomes a message.</param>
/// <param name="Metadata">JSON of an object with texts, or null.</param>
public sealed record OutboxEntry(long Seq, long Writer, string Type, byte[] Data, byte[]? Metadata = null)
{
    private const int Overhead = 128;

    /// <summary>About how many bytes it holds in memory.</summary>
    public int Size => Overhead + Data.Length + (Metadata?.Length ?? 0);
}
