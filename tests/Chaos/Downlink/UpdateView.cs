using System.Text.Json;

namespace OrleansIot.Chaos.Downlink;

/// <summary>What a device knows of its shared attributes from the updates it took. All values are rising numbers, so that age shows.</summary>
/// <param name="fault">Told what must not be.</param>
internal sealed class UpdateView(Action<string> fault)
{
    /// <summary>Written along with every change; its value is the number of the change.</summary>
    public const string Sequence = "n";

    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    /// <summary>Takes one update.</summary>
    public void Take(string body)
    {
        using var json = JsonDocument.Parse(body);
        foreach (var (key, value) in Values(json.RootElement))
            Set(key, value);
        foreach (var key in Deleted(json.RootElement))
        {
            _values.Remove(key);
            _deleted.Add(key);
        }
    }

    /// <summary>The value the device has; null when it has none.</summary>
    public long? this[string key] => _values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The values of an update.</summary>
    public static IEnumerable<(string Key, long Value)> Values(JsonElement update) =>
        update.EnumerateObject().Where(m => m.Name != "deleted").Select(m => (m.Name, m.Value.GetInt64()));

    /// <summary>The deleted keys of an update.</summary>
    public static IEnumerable<string> Deleted(JsonElement update) =>
        update.TryGetProperty("deleted", out var keys) ? keys.EnumerateArray().Select(k => k.GetString()!) : [];

    private void Set(string key, long value)
    {
        var newest = _newest.GetValueOrDefault(key, long.MinValue);
        if (value < newest || (value == newest && _deleted.Contains(key)))
            fault($"{key}={value} came after {key}={newest}{(_deleted.Contains(key) ? " and its deletion" : "")}");
        _newest[key] = Math.Max(value, newest);
        _values[key] = value;
        _deleted.Remove(key);
    }
}
