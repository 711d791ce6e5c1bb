using System.Buffers;

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
    /// Of a name given twice in the innermost object the last value stays, in the place of the first. Each object is moved at most once, so
    /// the cost is at most the size of the output times the depth.
    /// </summary>
    public readonly void KeepLast(int outer, ref PooledBuffer output)
    {
        Span<WrittenMember> members = _members.AsSpan(outer, Count - outer);
        int start = members[0].NameStart;
        int kept = members.Length > FewEnoughToCompare ? KeepLastHashed(members, output.Written) : KeepLastCompared(members, output.Written);
        if (kept == members.Length)
            return;
        byte[] copy = ArrayPool<byte>.Shared.Rent(output.Length - start);
        ReadOnlySpan<byte> old = output.Written[start..];
        old.CopyTo(copy);
        output.CutTo(start);
        for (int i = 0; i < kept; i++)
        {
            if (i > 0)
                output.Append((byte)',');
            WrittenMember member = members[i];
            output.Append(copy.AsSpan(member.NameStart - start, member.NameEnd - member.NameStart));
            output.Append(copy.AsSpan(member.ValueStart - start, member.ValueEnd - member.ValueStart));
        }

        ArrayPool<byte>.Shared.Return(copy);
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
            Keep(members, place, ref kept, member);
        }

        return kept;
    }

    private static int KeepLastHashed(Span<WrittenMember> members, ReadOnlySpan<byte> output)
    {
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)members.Length * 2);
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
            Keep(members, place, ref kept, member);
        }

        ArrayPool<int>.Shared.Return(slots);
        return kept;
    }

    private static void Keep(Span<WrittenMember> members, int place, ref int kept, in WrittenMember member)
    {
        if (place == kept)
            members[kept++] = member;
        else
            members[place] = members[place] with { ValueStart = member.ValueStart, ValueEnd = member.ValueEnd };
    }
}
