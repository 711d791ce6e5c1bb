using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>The numbers of all devices there are, as the writer thread knows them.</summary>
internal sealed class DeviceNumbers(SqliteConnection connection) : IDisposable
{
    private readonly Statement _all = new(connection, "select number from device");
    private readonly HashSet<long> _numbers = [];

    public int Count => _numbers.Count;

    public bool Contains(long number) => _numbers.Contains(number);

    public void Add(long number) => _numbers.Add(number);

    public void Remove(long number) => _numbers.Remove(number);

    public void Load()
    {
        _all.Reset();
        _numbers.Clear();
        while (_all.Step())
            _numbers.Add(_all.Long(0));
    }

    public void Dispose() => _all.Dispose();
}
