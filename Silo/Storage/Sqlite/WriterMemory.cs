using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Storage.Sqlite.Provisioning;
using OrleansIot.Silo.Storage.Sqlite.Rules;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// What the writer thread remembers: device numbers, key names, pending readings. All of it is a copy of what the database holds, so after
/// a rollback that may have taken some of it back, it is forgotten as a whole and read again; a start is the same.
/// </summary>
internal sealed class WriterMemory(SqliteConnection connection, SqliteOptions options, TimeProvider time) : IWriterMemory
{
    /// <summary>The pause that lets the next batch come before the writer sorts in on its own.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly DeviceNumbers _devices = new(connection);
    private readonly KeyNames _keys = new(connection, options.MaxKeys);
    private readonly AttributeWriter _attributes = new(connection);
    private readonly LifecycleWriter _lifecycle = new(connection);
    private readonly DeviceInserter _inserter = new(connection);
    private readonly SavePoint _set = new(connection, "change_set");
    private readonly OutboxWriter _outbox = new(connection);
    private readonly CommandWriter _commands = new(connection);
    private ReadingJournal? _journal;
    private bool _used;
    private bool _loaded;
    private bool _touched;
    private int _arrived;

    public PendingReadings Pending { get; } = new(time);

    /// <summary>The device numbers, for works that create or delete devices.</summary>
    public DeviceNumbers Devices => Touched(_devices);

    public bool HasRoomForDevice => options.MaxDevices == 0 || Devices.Count < options.MaxDevices;

    /// <summary>Inserts devices, for works that create many.</summary>
    public DeviceInserter Inserter => Touched(_inserter);

    /// <summary>The journal, for works that read or delete readings.</summary>
    public ReadingJournal Journal => Touched(_journal ??= new(connection, _keys, _devices, Pending));

    /// <summary>The outbox, for works that remove what was seen.</summary>
    public OutboxWriter Outbox => _outbox;

    public TimeSpan? Rest
    {
        get
        {
            if (!_loaded)
                return _used ? TimeSpan.Zero : null;
            if (Pending.IsSealed)
                return Pause;
            return Pending.IsEmpty ? null : options.SortAfter - Pending.ActiveAge;
        }
    }

    /// <summary>Stores a batch; runs as a work.</summary>
    public void Commit(ReadOnlySpan<Change> batch, Span<ChangeResult> results)
    {
        var journal = Journal;
        journal.Begin();
        for (var i = 0; i < batch.Length; i++)
        {
            results[i] = _devices.Contains(batch[i].Device) ? Store(batch[i], journal) : ChangeResult.Unmatched;
            if (results[i] == ChangeResult.Applied && batch[i].Outbox is { } entry)
                _outbox.Add(batch[i].Device, entry);
        }
        journal.End();
    }

    public void WorkBegins() => _touched = false;

    public void WorkRolledBack()
    {
        if (_touched)
            Forget();
    }

    public void Settle(bool finish)
    {
        if (!_used)
            return;
        var journal = Journal;
        var arrived = _arrived;
        _arrived = 0;
        if (!Pending.IsSealed && !Pending.IsEmpty && (Pending.ActiveAge >= options.SortAfter || Pending.ActiveBytes >= options.PendingBytes / 4))
            Pending.Seal();
        if (Pending.IsSealed)
            journal.SortSlice(Math.Max(options.SliceRows, 2 * arrived));
        while (Pending.Bytes > options.PendingBytes || (finish && !Pending.IsEmpty))
        {
            if (!Pending.IsSealed)
                Pending.Seal();
            journal.SortSlice(options.SliceRows);
        }
    }

    public void Committed() => Pending.Committed();

    public void RolledBack()
    {
        Forget();
        Pending.Committed();
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _commands.Dispose();
        _attributes.Dispose();
        _lifecycle.Dispose();
        _inserter.Dispose();
        _set.Dispose();
        _outbox.Dispose();
        _keys.Dispose();
        _devices.Dispose();
    }

    private ChangeResult Store(Change change, ReadingJournal journal)
    {
        switch (change)
        {
            case ReadingsChange readings:
                _arrived += readings.Readings.Length;
                return journal.TryAdd(readings.Device, readings.Readings) ? ChangeResult.Applied : ChangeResult.LimitExceeded;
            case AttributesChange attributes:
                return _attributes.Write(attributes);
            case CursorChange cursor:
                return _attributes.Write(cursor);
            case ChangeSet set:
                return Store(set, journal);
            case OutboxChange:
                return ChangeResult.Applied;
            case CommandCreation creation:
                return _commands.Write(creation);
            case CommandMove move:
                return _commands.Write(move);
            case CommandRemoval removal:
                return _commands.Write(removal);
            default:
                return _lifecycle.Write(change);
        }
    }

    /// <summary>Readings come last: what the journal has taken in memory cannot be taken back alone.</summary>
    private ChangeResult Store(ChangeSet set, ReadingJournal journal)
    {
        _set.Begin();
        foreach (var part in set.Parts.OrderBy(part => part is ReadingsChange))
        {
            var result = Store(part, journal);
            if (result == ChangeResult.Applied)
                continue;
            _set.RollBack();
            return result;
        }
        _set.Release();
        return ChangeResult.Applied;
    }

    private T Touched<T>(T part)
    {
        _touched = true;
        if (!_loaded)
            Load();
        return part;
    }

    private void Load()
    {
        _used = true;
        _devices.Load();
        _keys.Load();
        (_journal ??= new(connection, _keys, _devices, Pending)).Load();
        _loaded = true;
    }

    private void Forget()
    {
        _loaded = false;
        Pending.Forget();
    }
}
