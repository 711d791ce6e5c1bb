using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrleansIot.Gateway.Wire;

/// <summary>
/// Names of readings and attributes, checked (specification 2.5). Devices send the same few names again and again, so recent ones are kept
/// and handed out instead of new strings; a slot is simply overwritten by the next name that falls on it.
/// </summary>
internal static class KeyNames
{
    /// <summary>In UTF-16 units.</summary>
    public const int MaxLength = 255;

    private const int MostBytesOfUnit = 3;
    private const int LongestKept = 64;
    private static readonly string?[] Recent = new string?[4096];

    /// <summary>The name, or null with what is wrong with it.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8, out KeyFault fault)
    {
        fault = KeyFault.TooLong;
        if (utf8.Length > MaxLength * MostBytesOfUnit)
            return null;
        fault = KeyFault.None;
        ref string? slot = ref Recent[SeededHash.Of(utf8) & (Recent.Length - 1)];
        string? recent = Volatile.Read(ref slot);
        return recent is not null && Ascii.Equals(utf8, recent) ? recent : Decode(utf8, ref slot, out fault);
    }

    private static string? Decode(ReadOnlySpan<byte> utf8, ref string? slot, out KeyFault fault)
    {
        Span<char> room = stackalloc char[MaxLength];
        OperationStatus status = Utf8.ToUtf16(utf8, room, out _, out int length);
        ReadOnlySpan<char> name = room[..length];
        fault = status == OperationStatus.DestinationTooSmall ? KeyFault.TooLong
            : name.IsWhiteSpace() ? KeyFault.Blank
            : name.Contains('\0') ? KeyFault.HoldsNul
            : KeyFault.None;
        if (fault != KeyFault.None)
            return null;
        string? recent = Volatile.Read(ref slot);
        if (recent is not null && name.SequenceEqual(recent))
            return recent;
        string key = new(name);
        if (length <= LongestKept)
            Volatile.Write(ref slot, key);
        return key;
    }
}
