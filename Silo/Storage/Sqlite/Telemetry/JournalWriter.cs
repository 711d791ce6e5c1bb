using System.Buffers.Binary;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// Writes a journal entry. The first byte is the kind of entry. Readings: messages of device, count and rows; a row is its key id, the kind
/// of value, the distance to the row before in time, and the value. Void: a device. Numbers are little-endian base 128, signed ones zigzag.
/// </summary>
internal sealed class JournalWriter
{
    public const byte Readings = 1;

    /// <summary>The rows of a device in earlier entries are sorted in and may since have been deleted: a replay must pass over them.</summary>
    public const byte Void = 2;

    private byte[] _bytes = new byte[4_096];
    private int _length;
    private long _ts;

    public ReadOnlySpan<byte> Entry => _bytes.AsSpan(0, _length);

    public bool IsEmpty => _length <= 1;

    public void Begin(byte kind)
    {
        _bytes[0] = kind;
        (_length, _ts) = (1, 0);
    }

    public void Device(long device)
    {
        Reserve(10);
        Number((ulong)device);
    }

    public void Device(long device, int rows)
    {
        Reserve(20);
        Number((ulong)device);
        Number((ulong)rows);
    }

    public void Row(int key, long ts, in TypedValue value)
    {
        Reserve(40 + value.Text.Length);
        Number((ulong)key);
        _bytes[_length++] = (byte)value.Kind;
        Signed(unchecked(ts - _ts));
        _ts = ts;
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                _bytes[_length++] = value.AsBoolean ? (byte)1 : (byte)0;
                break;
            case ValueKind.Long:
                Signed(value.AsLong);
                break;
            case ValueKind.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), value.AsDouble);
                _length += sizeof(double);
                break;
            default:
                Number((ulong)value.Text.Length);
                value.Text.CopyTo(_bytes.AsSpan(_length));
                _length += value.Text.Length;
                break;
        }
    }

    private void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes[_length++] = (byte)(value | 0x80);
        _bytes[_length++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes));
    }
}
