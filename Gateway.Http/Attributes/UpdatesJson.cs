using System.Buffers;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Attributes;

/// <summary>What a poll for updates is told: <c>{"key":value,…,"deleted":["key",…]}</c>, the last member only where keys were deleted (specification 3.2).</summary>
internal static class UpdatesJson
{
    public static void Write(IBufferWriter<byte> output, AttributeUpdates updates)
    {
        output.Write("{"u8);
        for (var i = 0; i < updates.Changed.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            TypedValueWriter.WriteKey(output, updates.Changed[i].Key);
            output.Write(":"u8);
            TypedValueWriter.Write(output, updates.Changed[i].Value);
        }
        if (updates.Deleted.Length > 0)
            WriteDeleted(output, updates);
        output.Write("}"u8);
    }

    private static void WriteDeleted(IBufferWriter<byte> output, AttributeUpdates updates)
    {
        output.Write(updates.Changed.Length > 0 ? ",\"deleted\":["u8 : "\"deleted\":["u8);
        for (var i = 0; i < updates.Deleted.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            TypedValueWriter.WriteKey(output, updates.Deleted[i]);
        }
        output.Write("]"u8);
    }
}
