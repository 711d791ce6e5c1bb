using Microsoft.Data.Sqlite;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// Makes readings durable by one append and sorts them into the tables later, many at a time (ADR 0002). Belongs to the writer thread.
/// </summary>
internal sealed class ReadingJournal(SqliteConnection connection, KeyNames keys, DeviceNumbers devices, PendingReadings pending) : IDisposable
{
    private readonly ReadingSorter _sorter = new(connection);
    private readonly Statement _append = new(connection, TelemetrySql.AppendJournal);
    private readonly Statement _read = new(connection, TelemetrySql.ReadJournal);
    private readonly Statement _trim = new(connection, TelemetrySql.TrimJournal);
    private readonly JournalWriter _writer = new();
    private long _seq;

    public void Begin() => _writer.Begin(JournalWriter.Readings);

    /// <summary>Adds the readings of one message to the entry. False: too many key names.</summary>
    public bool TryAdd(long device, Reading[] readings)
    {
        foreach (ref readonly var reading in readings.AsSpan())
        {
            Validate(reading);
            if (!keys.TryGet(reading.Key, out _) && !keys.TryAdd(readings))
                return false;
        }

        _writer.Device(device, readings.Length);
        foreach (ref readonly var reading in readings.AsSpan())
        {
            _ = keys.TryGet(reading.Key, out var key);
            _writer.Row(key, reading.Ts, reading.Value);
        }

        return true;
    }

    public void End()
    {
        if (!_writer.IsEmpty)
            Append();
    }

    /// <summary>Sorts the rows of one device in.</summary>
    public void SortIn(long device)
    {
        var (older, newer) = pending.TakeOut(device);
        Apply(device, older);
        Apply(device, newer);
    }

    /// <summary>Forgets the rows of a device that is gone.</summary>
    public void Drop(long device) => _ = pending.TakeOut(device);

    /// <summary>Rows of the device, sorted in before, are about to be deleted: a replay of the journal must not bring them back.</summary>
    public void Void(long device)
    {
        if (pending.IsEmpty)
            return;
        _writer.Begin(JournalWriter.Void);
        _writer.Device(device);
        Append();
    }

    /// <summary>Sorts whole devices of the sealed generation in, at least so many rows; with the last one its part of the journal goes.</summary>
    public void SortSlice(int rows)
    {
        while (rows > 0)
        {
            if (pending.NextSealedDevice() is not { } device)
            {
                _trim.Bind(1, pending.EndSealed()).Run();
                return;
            }

            var deviceRows = pending.TakeOutSealed(device);
            rows -= deviceRows.Count;
            Apply(device, deviceRows);
        }
    }

    public void Load()
    {
        _read.Reset();
        pending.Forget();
        _seq = 0;
        while (_read.Step())
        {
            _seq = _read.Long(0);
            pending.Add(_seq, _read.Blob(1));
        }

        pending.Known();
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_append, _read, _trim])
            statement.Dispose();
        _sorter.Dispose();
    }

    private void Append()
    {
        _append.Bind(1, ++_seq).BindBlob(2, _writer.Entry).Run();
        pending.Add(_seq, _writer.Entry);
    }

    private void Apply(long device, DeviceRows? rows)
    {
        if (rows is null)
            return;
        if (devices.Contains(device))
            _sorter.Apply(device, rows);
        pending.Recycle(rows);
    }

    /// <summary>What the table would refuse must not enter the journal: it could never leave it.</summary>
    private static void Validate(in Reading reading)
    {
        var storable = reading.Value.Kind switch
        {
            ValueKind.Boolean or ValueKind.Long or ValueKind.String or ValueKind.Json => true,
            ValueKind.Double => double.IsFinite(reading.Value.AsDouble),
            _ => false,
        };
        if (!storable)
            throw new ArgumentException("A reading has no value that can be stored.");
    }
}
