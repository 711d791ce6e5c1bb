namespace OrleansIot.Gateway.Wire;

/// <summary>
/// What is left of objects that gave a name twice. Nothing is moved while the output is written; one copy at the end picks the members that
/// count, so repeated names on every level cost no more than on one.
/// </summary>
internal sealed class Rearrangement
{
    private readonly List<(int Start, int End, int First, int Count)> _objects = [];
    private readonly List<WrittenMember> _kept = [];

    /// <param name="start">The opening brace.</param>
    /// <param name="end">The closing brace.</param>
    public void Add(int start, int end, ReadOnlySpan<WrittenMember> members)
    {
        _objects.Add((start, end, _kept.Count, members.Length));
        _kept.AddRange(members);
    }

    public byte[] Apply(ReadOnlySpan<byte> output)
    {
        _objects.Sort((left, right) => left.Start.CompareTo(right.Start));
        var result = new PooledBuffer(default);
        try
        {
            Copy(output, 0, output.Length, ref result);
            return result.Written.ToArray();
        }
        finally
        {
            result.Dispose();
        }
    }

    private void Copy(ReadOnlySpan<byte> output, int from, int to, ref PooledBuffer result)
    {
        for (int next = FirstFrom(from); next < _objects.Count && _objects[next].Start < to; next = FirstFrom(from))
        {
            (int start, int end, int first, int count) = _objects[next];
            result.Append(output[from..(start + 1)]);
            for (int i = first; i < first + count; i++)
            {
                if (i > first)
                    result.Append((byte)',');
                Copy(output, _kept[i].Start, _kept[i].End, ref result);
            }

            from = end;
        }

        result.Append(output[from..to]);
    }

    private int FirstFrom(int start)
    {
        int low = 0, high = _objects.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_objects[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
