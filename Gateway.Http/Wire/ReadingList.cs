using System.Buffers;
using System.Numerics;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>
/// The readings of the elements of an array. Of one key and instant the last value counts. An element without a time is given
/// <c>now</c>, plus one millisecond for each element before it that had the same key and no time either: nothing is lost.
/// </summary>
internal ref struct ReadingList(long now)
{
    private const int FewEnoughToCompare = 16;

    private Reading[] _readings = ArrayPool<Reading>.Shared.Rent(FewEnoughToCompare);
    private int _count;
    private uint _untimed;
    private Dictionary<(string Key, long Ts), int>? _places;
    private Dictionary<ValueTuple<string>, long>? _repeats;

    public readonly TelemetryBatch ToBatch() => _count == 0 ? TelemetryBatch.Empty : new(_readings.AsSpan(0, _count).ToArray());

    /// <param name="ts">Null for an element without a time.</param>
    public void Add(string key, long? ts, TypedValue value)
    {
        long at = ts ?? unchecked(now + CountRepeat(key));
        int place = PlaceOf(key, at);
        if (place == _count)
        {
            if (_count == _readings.Length)
                Grow();
            _count++;
        }

        _readings[place] = new Reading(key, at, value);
        if (ts is null && _places is null)
            _untimed |= 1u << place;
        if (_count == FewEnoughToCompare && _places is null)
            Index();
    }

    public void Dispose()
    {
        _readings.AsSpan(0, _count).Clear();
        ArrayPool<Reading>.Shared.Return(_readings);
        _readings = [];
        _count = 0;
    }

    private readonly long CountRepeat(string key)
    {
        if (_repeats is not null)
        {
            ref long count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_repeats, new(key), out _);
            return count++;
        }

        long repeats = 0;
        for (uint left = _untimed; left != 0; left &= left - 1)
        {
            if (_readings[BitOperations.TrailingZeroCount(left)].Key == key)
                repeats++;
        }

        return repeats;
    }

    private readonly int PlaceOf(string key, long ts)
    {
        if (_places is not null)
            return _places.TryAdd((key, ts), _count) ? _count : _places[(key, ts)];
        for (int i = 0; i < _count; i++)
        {
            if (_readings[i].Ts == ts && _readings[i].Key == key)
                return i;
        }

        return _count;
    }

    /// <summary>From here on hashing is cheaper. Tuples are hashed with the runtime's random seed.</summary>
    private void Index()
    {
        _places = new(4 * FewEnoughToCompare);
        _repeats = new(4 * FewEnoughToCompare);
        for (int i = 0; i < _count; i++)
        {
            _places.Add((_readings[i].Key, _readings[i].Ts), i);
            if ((_untimed >> i & 1) != 0)
                _repeats[new(_readings[i].Key)] = _repeats.GetValueOrDefault(new(_readings[i].Key)) + 1;
        }
    }

    private void Grow()
    {
        Reading[] larger = ArrayPool<Reading>.Shared.Rent(2 * _count);
        _readings.AsSpan(0, _count).CopyTo(larger);
        _readings.AsSpan(0, _count).Clear();
        ArrayPool<Reading>.Shared.Return(_readings);
        _readings = larger;
    }
}
