namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>The pending rows of a stretch of the journal, by device. First it collects; once sealed, it only shrinks.</summary>
/// <param name="begun">Time stamp of the clock when its first entry came.</param>
internal sealed class Generation(long begun)
{
    private const int MaxSpare = 4_096;
    private const int MaxSpareRows = 1_024;
    private readonly Dictionary<long, DeviceRows> _devices = [];
    private long[] _order = [];
    private int _next;

    public long Begun { get; } = begun;

    /// <summary>Number of its last journal entry; with the last row applied, the journal up to here has done its duty.</summary>
    public long LastSeq { get; set; }

    public long Bytes { get; private set; }

    public bool Holds(long device) => _devices.ContainsKey(device);

    public void Add(JournalReader entry, Stack<DeviceRows> spare)
    {
        while (entry.NextDevice())
        {
            if (!_devices.TryGetValue(entry.Device, out var rows))
                _devices.Add(entry.Device, rows = spare.TryPop(out var used) ? used : new());
            var before = rows.Bytes;
            while (entry.NextRow())
                rows.Add(entry.Key, entry.Ts, entry.Value);
            Bytes += rows.Bytes - before;
        }
    }

    public DeviceRows? Remove(long device)
    {
        if (!_devices.Remove(device, out var rows))
            return null;
        Bytes -= rows.Bytes;
        return rows;
    }

    public void Seal()
    {
        _order = [.. _devices.Keys];
        _order.AsSpan().Sort();
    }

    /// <summary>The next device in the order of the tables; null when none is left.</summary>
    public long? NextDevice()
    {
        while (_next < _order.Length)
        {
            var device = _order[_next++];
            if (_devices.ContainsKey(device))
                return device;
        }

        return null;
    }

    public static void Recycle(DeviceRows rows, Stack<DeviceRows> spare)
    {
        if (spare.Count == MaxSpare || rows.Count > MaxSpareRows)
            return;
        rows.Clear();
        spare.Push(rows);
    }
}
