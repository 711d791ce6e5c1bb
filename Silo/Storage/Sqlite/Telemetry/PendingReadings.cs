namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// The readings that are journaled and not yet in the tables: an active generation that collects and at most one sealed one that is being
/// sorted in. The writer thread changes it; any thread may ask whether a device is in it.
/// </summary>
internal sealed class PendingReadings(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _leaving = [];
    private readonly Stack<DeviceRows> _spare = new();
    private Generation? _active;
    private Generation? _sealed;
    private bool _known;

    public bool IsEmpty => _active is null && _sealed is null;

    public bool IsSealed => _sealed is not null;

    public long Bytes => (_active?.Bytes ?? 0) + (_sealed?.Bytes ?? 0);

    public long ActiveBytes => _active?.Bytes ?? 0;

    public TimeSpan ActiveAge => _active is null ? TimeSpan.Zero : time.GetElapsedTime(_active.Begun);

    /// <summary>
    /// False: everything of the device that was committed before the call is in the tables for every reader that begins after it. Hence a
    /// row counts as held from before its commit until after the commit that sorted it in.
    /// </summary>
    public bool Holds(long device)
    {
        lock (_gate)
        {
            return !_known || _leaving.Contains(device) || (_active?.Holds(device) ?? false) || (_sealed?.Holds(device) ?? false);
        }
    }

    public void Add(long seq, ReadOnlySpan<byte> entry)
    {
        var reader = new JournalReader(entry);
        lock (_gate)
        {
            _active ??= new(time.GetTimestamp());
            _active.LastSeq = seq;
            if (reader.Kind == JournalWriter.Readings)
                _active.Add(reader, _spare);
            else if (reader.NextDevice())
                _ = TakeOut(reader.Device);
        }
    }

    /// <summary>Takes the rows of the device out, those of the sealed generation first; null stands for none.</summary>
    public (DeviceRows? Older, DeviceRows? Newer) TakeOut(long device)
    {
        lock (_gate)
        {
            _leaving.Add(device);
            return (_sealed?.Remove(device), _active?.Remove(device));
        }
    }

    public void Seal()
    {
        _active?.Seal();
        lock (_gate)
            (_sealed, _active) = (_active, null);
    }

    public long? NextSealedDevice() => _sealed!.NextDevice();

    /// <summary>Takes only the rows of the sealed generation out.</summary>
    public DeviceRows TakeOutSealed(long device)
    {
        lock (_gate)
        {
            _leaving.Add(device);
            return _sealed!.Remove(device)!;
        }
    }

    /// <returns>The last entry of the journal that is not needed any more.</returns>
    public long EndSealed()
    {
        lock (_gate)
        {
            var last = _sealed!.LastSeq;
            _sealed = null;
            return last;
        }
    }

    public void Recycle(DeviceRows rows) => Generation.Recycle(rows, _spare);

    /// <summary>What was taken out is now visible to every reader.</summary>
    public void Committed()
    {
        if (_leaving.Count == 0)
            return;
        lock (_gate)
            _leaving.Clear();
    }

    /// <summary>The journal is about to be read (again): until <see cref="Known"/>, every device may have rows.</summary>
    public void Forget()
    {
        lock (_gate)
            (_active, _sealed, _known) = (null, null, false);
    }

    public void Known()
    {
        lock (_gate)
            _known = true;
    }
}
