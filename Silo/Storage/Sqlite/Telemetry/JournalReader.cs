using System.Buffers.Binary;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Reads what <see cref="JournalWriter"/> wrote.</summary>
internal ref struct JournalReader(ReadOnlySpan<byte> entry)
{
    private ReadOnlySpan<byte> _rest = entry[1..];
    private long _rows;

    public byte Kind { get; } = entry[0] is JournalWriter.Readings or JournalWriter.Void
        ? entry[0]
        : throw new InvalidDataException($"A journal entry of kind {entry[0]} is from a newer program.");

    public long Device { get; private set; }

    public int Key { get; private set; }

    public long Ts { get; private set; }

    public TypedValue Value { get; private set; }

    public bool NextDevice()
    {
        if (_rest.IsEmpty)
            return false;
        Device = (long)Number();
        _rows = Kind == JournalWriter.Readings ? (long)Number() : 0;
        return true;
    }

    public bool NextRow()
    {
        if (_rows == 0)
            return false;
        _rows--;
        Key = (int)Number();
        var kind = (ValueKind)Bytes(1)[0];
        Ts = unchecked(Ts + Signed());
        Value = kind switch
        {
            ValueKind.Boolean => TypedValue.Boolean(Bytes(1)[0] != 0),
            ValueKind.Long => TypedValue.Long(Signed()),
            ValueKind.Double => TypedValue.Double(BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)))),
            ValueKind.String => TypedValue.String(Bytes((int)Number()).ToArray()),
            ValueKind.Json => TypedValue.Json(Bytes((int)Number()).ToArray()),
            _ => throw new InvalidDataException("A journal entry is damaged."),
        };
        return true;
    }

    private long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }
}
