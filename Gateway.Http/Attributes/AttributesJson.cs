using System.Buffers;
using System.Text;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Attributes;

/// <summary>What a device reads: <c>{"client":{…},"shared":{…}}</c>, a member only where it has values.</summary>
internal static class AttributesJson
{
    /// <summary>A key has at most 255 UTF-16 units.</summary>
    private const int MaxKeyBytes = 3 * 255;

    public static void Write(IBufferWriter<byte> output, DeviceAttributes attributes)
    {
        output.Write("{"u8);
        if (attributes.Client.Length > 0)
            Write(output, "\"client\":{"u8, attributes.Client);
        if (attributes.Client.Length > 0 && attributes.Shared.Length > 0)
            output.Write(","u8);
        if (attributes.Shared.Length > 0)
            Write(output, "\"shared\":{"u8, attributes.Shared);
        output.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> opening, AttributeEntry[] entries)
    {
        output.Write(opening);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            WriteName(output, entries[i].Key);
            TypedValueWriter.Write(output, entries[i].Value);
        }
        output.Write("}"u8);
    }

    private static void WriteName(IBufferWriter<byte> output, string key)
    {
        Span<byte> utf8 = stackalloc byte[MaxKeyBytes];
        TypedValueWriter.WriteQuoted(output, utf8[..Encoding.UTF8.GetBytes(key, utf8)]);
        output.Write(":"u8);
    }
}
