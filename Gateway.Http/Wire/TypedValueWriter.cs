using System.Buffers;
using System.Buffers.Text;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>Writes values as they come back: LONG as an integer, DOUBLE in Java's notation, STRING quoted, JSON as it is.</summary>
internal static class TypedValueWriter
{
    private const int LongestNumber = 32;

    /// <summary>The value as JSON of its type; <c>null</c> for no value.</summary>
    public static void Write(IBufferWriter<byte> writer, in TypedValue value)
    {
        if (value.Kind == ValueKind.String)
        {
            WriteQuoted(writer, value.Text);
            return;
        }

        if (value.Kind == ValueKind.Json)
        {
            writer.Write(value.Text);
            return;
        }

        writer.Advance(WriteShort(writer.GetSpan(LongestNumber), value));
    }

    /// <summary>The value as a JSON string of its text, as reads without strict types return it; <c>null</c> for no value.</summary>
    public static void WriteAsText(IBufferWriter<byte> writer, in TypedValue value)
    {
        if (value.Kind is ValueKind.String or ValueKind.Json)
        {
            WriteQuoted(writer, value.Text);
            return;
        }

        if (value.Kind == ValueKind.None)
        {
            writer.Write("null"u8);
            return;
        }

        Span<byte> room = writer.GetSpan(LongestNumber + 2);
        room[0] = (byte)'"';
        int length = 1 + WriteShort(room[1..], value);
        room[length++] = (byte)'"';
        writer.Advance(length);
    }

    /// <summary>The text as a JSON string: for names and plain strings beside values.</summary>
    public static void WriteQuoted(IBufferWriter<byte> writer, ReadOnlySpan<byte> utf8) =>
        writer.Advance(JsonText.Quote(utf8, writer.GetSpan(JsonText.QuotedLength(utf8))));

    private static int WriteShort(Span<byte> room, in TypedValue value)
    {
        int length;
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                ReadOnlySpan<byte> word = value.AsBoolean ? "true"u8 : "false"u8;
                word.CopyTo(room);
                return word.Length;
            case ValueKind.Long:
                Utf8Formatter.TryFormat(value.AsLong, room, out length);
                return length;
            case ValueKind.Double:
                return DoubleText.Write(value.AsDouble, room);
            default:
                "null"u8.CopyTo(room);
                return 4;
        }
    }
}
