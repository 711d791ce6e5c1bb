using System.Buffers;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Attributes;

/// <summary>What a device reads: <c>{"client":{…},"shared":{…}}</c>, a member only where it has values.</summary>
internal static class AttributesJson
{
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
            TypedValueWriter.WriteKey(output, entries[i].Key);
            output.Write(":"u8);
            TypedValueWriter.Write(output, entries[i].Value);
        }
        output.Write("}"u8);
    }
}
