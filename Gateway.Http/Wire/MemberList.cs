using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace OrleansIot.Gateway.Wire;

/// <summary>The members of one object, starting on the stack.</summary>
internal ref struct MemberList([UnscopedRef] ref FewMembers few)
{
    private const int FewEnoughToCompare = 16;

    private Span<Member> _room = few;
    private Member[]? _rented;
    private int _count;

    public readonly ReadOnlySpan<Member> Members => _room[.._count];

    public void Clear() => _count = 0;

    public void Add(in Member member)
    {
        if (_count == _room.Length)
        {
            Member[] larger = ArrayPool<Member>.Shared.Rent(2 * _count);
            _room.CopyTo(larger);
            Dispose();
            _room = _rented = larger;
        }

        _room[_count++] = member;
    }

    /// <summary>Of a name given twice the last value stays, in the place of the first.</summary>
    public void KeepLast()
    {
        int kept = 0;
        // The dictionary's comparer turns to a randomly seeded hash as soon as keys pile up in a bucket.
        Dictionary<string, int>? places = _count > FewEnoughToCompare ? new(_count) : null;
        for (int i = 0; i < _count; i++)
        {
            int place = PlaceOf(_room[i].Key, kept, places);
            _room[place] = _room[i];
            kept += place == kept ? 1 : 0;
        }

        _count = kept;
    }

    public readonly int IndexOf(string key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_room[i].Key == key)
                return i;
        }

        return -1;
    }

    public void Dispose()
    {
        if (_rented is null)
            return;
        ArrayPool<Member>.Shared.Return(_rented, clearArray: true);
        _rented = null;
    }

    private readonly int PlaceOf(string? key, int kept, Dictionary<string, int>? places)
    {
        if (key is null)
            return kept;
        if (places is not null)
            return places.TryAdd(key, kept) ? kept : places[key];
        for (int i = 0; i < kept; i++)
        {
            if (_room[i].Key == key)
                return i;
        }

        return kept;
    }
}
