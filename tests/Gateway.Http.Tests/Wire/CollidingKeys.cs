namespace OrleansIot.Gateway.Wire;

/// <summary>Different keys that an unseeded hash puts into one bucket.</summary>
internal static class CollidingKeys
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

    /// <summary>Keys with the same value of h = 31 h + c, Java's hash of strings.</summary>
    public static IEnumerable<string> OfJava(int bits) =>
        Enumerable.Range(0, 1 << bits).Select(i => string.Concat(Enumerable.Range(0, bits).Select(bit => (i >> bit & 1) == 0 ? "Aa" : "BB")));

    /// <summary>Keys with the same value of the runtime's hash without a seed: two states, each fed every other pair of characters.</summary>
    public static IEnumerable<string> OfDotnet(int count)
    {
        uint first = (5381 << 16) + 5381, second = first;
        IEnumerable<string> keys = [""];
        for (long size = 1; size < count;)
        {
            List<(string, string)> a = Pairs(ref first), b = Pairs(ref second);
            keys = keys.SelectMany(_ => a, (key, x) => (key, x)).SelectMany(_ => b, (left, y) => left.key + left.x.Item1 + y.Item1 + left.x.Item2 + y.Item2);
            size *= a.Count * b.Count;
        }

        return keys.Take(count);
    }

    /// <summary>Pairs of words (two characters each) that take the hash state to one and the same state.</summary>
    private static List<(string, string)> Pairs(ref uint state)
    {
        var words = (from x in Letters from y in Letters select (Word: x | (uint)y << 16, Text: $"{x}{y}")).ToDictionary(w => w.Word, w => w.Text);
        List<(string, string)> best = [];
        uint start = state, reached = 0;
        foreach (uint target in words.Keys.Where((_, i) => i % 97 == 0))
        {
            uint end = Step(Step(start, target), target);
            List<(string, string)> found = [.. words.Where(w => words.ContainsKey(Step(Step(start, w.Key), 0) ^ end)).Select(w => (w.Value, words[Step(Step(start, w.Key), 0) ^ end]))];
            if (found.Count > best.Count)
                (best, reached) = (found, end);
            if (best.Count >= 64)
                break;
        }

        state = reached;
        return best;
    }

    private static uint Step(uint hash, uint word) => ((hash << 5 | hash >> 27) + hash) ^ word;
}
