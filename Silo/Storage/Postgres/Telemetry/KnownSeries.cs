namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Devices and keys that are known to have a row in latest: such rows stay as long as their device. Bounded; what falls out costs a look-up in the database.
/// </summary>
/// <param name="capacity">At least half of it is the most recent.</param>
internal sealed class KnownSeries(int capacity)
{
    private readonly Lock _gate = new();
    private HashSet<(long Device, int Key)> _recent = [];
    private HashSet<(long Device, int Key)> _older = [];

    /// <summary>Removes those that are known.</summary>
    public void Filter(List<(long Device, int Key)> series)
    {
        lock (_gate)
            series.RemoveAll(IsKnown);
    }

    public void Add(List<(long Device, int Key)> series)
    {
        lock (_gate)
        {
            foreach (var one in series)
                Keep(one);
        }
    }

    private bool IsKnown((long Device, int Key) one)
    {
        if (_recent.Contains(one))
            return true;
        if (!_older.Contains(one))
            return false;
        Keep(one);
        return true;
    }

    private void Keep((long Device, int Key) one)
    {
        if (_recent.Count >= capacity / 2)
            (_recent, _older) = ([], _recent);
        _recent.Add(one);
    }
}
