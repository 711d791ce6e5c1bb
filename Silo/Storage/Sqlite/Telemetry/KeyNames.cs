using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>The numbers of all telemetry key names, as the writer thread knows them.</summary>
internal sealed class KeyNames(SqliteConnection connection, int maxKeys) : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Statement _add = new(connection, TelemetrySql.AddKey);
    private readonly Statement _all = new(connection, TelemetrySql.AllKeys);
    private readonly Dictionary<string, int> _ids = [];
    private int _lastId;

    public bool TryGet(string name, out int id) => _ids.TryGetValue(name, out id);

    /// <summary>Gives numbers to those names that have none. False: that would exceed the cap, and nothing was added.</summary>
    public bool TryAdd(Reading[] readings)
    {
        var names = new HashSet<string>();
        foreach (ref readonly var reading in readings.AsSpan())
        {
            if (!_ids.ContainsKey(reading.Key))
                names.Add(reading.Key);
        }

        if (_ids.Count + names.Count > maxKeys)
            return false;
        foreach (var name in names)
        {
            _add.Bind(1, _lastId + 1).BindText(2, StrictUtf8.GetBytes(name)).Run();
            _ids.Add(name, ++_lastId);
        }

        return true;
    }

    public void Load()
    {
        _all.Reset();
        _ids.Clear();
        _lastId = 0;
        while (_all.Step())
        {
            var id = (int)_all.Long(0);
            _ids.Add(_all.Text(1), id);
            _lastId = Math.Max(_lastId, id);
        }
    }

    public void Dispose()
    {
        _add.Dispose();
        _all.Dispose();
    }
}
