using System.Runtime.InteropServices;

namespace OrleansIot.Gateway.Wire;

/// <summary>A hash of bytes that nobody outside the process can aim at: the runtime's Marvin hash with its random seed.</summary>
internal static class SeededHash
{
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        int hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : (hash ^ bytes[^1]) * -1640531535;
    }
}
