using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OrleansIot.Gateway.Devices;

/// <summary>
/// A bounded map by text. When the young generation is full, the old one is dropped and the young one takes its place; what is used moves back to the young one.
/// Every operation is O(1), and finding allocates nothing.
/// </summary>
/// <param name="capacity">Entries of a generation; the cache holds at most twice as many.</param>
internal sealed class GenerationCache<T>(int capacity)
    where T : class
{
    private Generation _young = new();
    private Generation _old = new();

    public bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out T? value)
    {
        if (_young.Lookup.TryGetValue(key, out value))
            return true;
        if (!_old.Lookup.TryGetValue(key, out value))
            return false;
        Set(key.ToString(), value);
        return true;
    }

    public void Set(string key, T value)
    {
        var young = _young;
        if (!young.Entries.TryAdd(key, value))
            young.Entries[key] = value;
        else if (Interlocked.Increment(ref young.Count) > capacity && Interlocked.CompareExchange(ref _young, new(), young) == young)
            _old = young;
    }

    /// <summary>Forgets the key if it still maps to this very value.</summary>
    public void Remove(string key, T value)
    {
        var entry = KeyValuePair.Create(key, value);
        if (((ICollection<KeyValuePair<string, T>>)_young.Entries).Remove(entry))
            Interlocked.Decrement(ref _young.Count);
        ((ICollection<KeyValuePair<string, T>>)_old.Entries).Remove(entry);
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<string, T> Entries;
        public readonly ConcurrentDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> Lookup;
        public int Count;

        public Generation()
        {
            Entries = new(StringComparer.Ordinal);
            Lookup = Entries.GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }
}
