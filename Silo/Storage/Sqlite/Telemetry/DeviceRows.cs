using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>The pending rows of one device, in the order of their commits.</summary>
internal sealed class DeviceRows
{
    private PendingRow[] _rows = new PendingRow[8];

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public void Add(int key, long ts, in TypedValue value)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, 2 * Count);
        var row = new PendingRow(key, Count, ts, value);
        _rows[Count++] = row;
        Bytes += row.Size;
    }

    public ReadOnlySpan<PendingRow> Sorted()
    {
        var rows = _rows.AsSpan(0, Count);
        rows.Sort();
        return rows;
    }

    public void Clear()
    {
        _rows.AsSpan(0, Count).Clear();
        (Count, Bytes) = (0, 0);
    }
}
