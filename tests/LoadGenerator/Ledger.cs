namespace OrleansIot.Load;

/// <summary>
/// What was sent and what was acknowledged: per device a number sequence from 0, one bit for each acknowledgement. A device belongs to one connection
/// at a time, so its sequence has one writer.
/// </summary>
public sealed class Ledger
{
    private const int FirstWords = 8;

    private readonly int[] _sent;
    private readonly ulong[][] _acknowledged;

    /// <param name="baseTs">Time of the number 0 in milliseconds since 1970; the number n has baseTs + n, so no device sends a millisecond twice.</param>
    public Ledger(int devices, long baseTs)
    {
        BaseTs = baseTs;
        _sent = new int[devices];
        _acknowledged = new ulong[devices][];
        for (var device = 0; device < devices; device++)
            _acknowledged[device] = new ulong[FirstWords];
    }

    public long BaseTs { get; }

    public int Devices => _sent.Length;

    public long TotalSent => _sent.Sum(n => (long)n);

    public long TotalAcknowledged => _acknowledged.Sum(words => words.Sum(word => (long)ulong.PopCount(word)));

    /// <summary>How many numbers the device has sent: 0 up to this, exclusive.</summary>
    public int Sent(int device) => _sent[device];

    public bool IsAcknowledged(int device, int number)
    {
        var words = _acknowledged[device];
        return number >> 6 < words.Length && (words[number >> 6] & (1UL << number)) != 0;
    }

    /// <summary>The largest acknowledged number of the device, or -1.</summary>
    public int LastAcknowledged(int device)
    {
        var number = _sent[device] - 1;
        while (number >= 0 && !IsAcknowledged(device, number))
            number--;
        return number;
    }

    internal int TakeNumber(int device) => _sent[device]++;

    internal void Acknowledge(int device, int number)
    {
        ref var words = ref _acknowledged[device];
        if (number >> 6 >= words.Length)
            Array.Resize(ref words, Math.Max(words.Length * 2, (number >> 6) + 1));
        words[number >> 6] |= 1UL << number;
    }
}
