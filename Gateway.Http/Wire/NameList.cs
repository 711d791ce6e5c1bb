using System.Buffers;
using System.Numerics;

namespace OrleansIot.Gateway.Wire;

/// <summary>The members of the objects that a <see cref="JsonRewriter"/> has open; those of the innermost are at the end.</summary>
internal ref struct NameList
{
    private const int FewEnoughToCompare = 16;
    private const int FirstRoom = 32;

    private WrittenMember[]? _members;

    public int Count { get; private set; }

    public void Add(in WrittenMember member)
    {
        if (_members is null || Count == _members.Length)
        {
            WrittenMember[] larger = ArrayPool<WrittenMember>.Shared.Rent(Math.Max(FirstRoom, 2 * Count));
            _members.AsSpan(0, Count).CopyTo(larger);
            Dispose();
            _members = larger;
        }

        _members[Count++] = member;
    }

    public void CutTo(int count) => Count = count;

    /// <summary>
    /// The members of the innermost object, where it starts in this list: of a name given twice the last, in the place of the first.
    /// </summary>
    public readonly ReadOnlySpan<WrittenMember> KeepLast(int innermost, ReadOnlySpan<byte> output)
    {
        Span<WrittenMember> members = _members.AsSpan(innermost, Count - innermost);
        int kept = members.Length > FewEnoughToCompare ? KeepLastHashed(members, output) : KeepLastCompared(members, output);
        return members[..kept];
    }

    public void Dispose()
    {
        if (_members is not null)
            ArrayPool<WrittenMember>.Shared.Return(_members);
        _members = null;
    }

    private static int KeepLastCompared(Span<WrittenMember> members, ReadOnlySpan<byte> output)
    {
        int kept = 0;
        foreach (WrittenMember member in members)
        {
            int place = 0;
            while (place < kept && !members[place].NameIn(output).SequenceEqual(member.NameIn(output)))
                place++;
            members[place] = member;
            kept += place == kept ? 1 : 0;
        }

        return kept;
    }

    private static int KeepLastHashed(Span<WrittenMember> members, ReadOnlySpan<byte> output)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)members.Length * 2);
        int[] slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        int kept = 0;
        foreach (WrittenMember member in members)
        {
            ReadOnlySpan<byte> name = member.NameIn(output);
            int slot = SeededHash.Of(name) & (size - 1);
            while (slots[slot] != 0 && !members[slots[slot] - 1].NameIn(output).SequenceEqual(name))
                slot = (slot + 1) & (size - 1);
            int place = slots[slot] == 0 ? kept : slots[slot] - 1;
            slots[slot] = place + 1;
            members[place] = member;
            kept += place == kept ? 1 : 0;
        }

        ArrayPool<int>.Shared.Return(slots);
        return kept;
    }
}
