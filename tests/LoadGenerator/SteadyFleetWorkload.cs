using System.Diagnostics;
using System.Globalization;

namespace OrleansIot.Load;

/// <summary>
/// A fleet as it lives in the field: each device has a connection of its own, sends at its own pace and repeats a message, with the same ts and the same values,
/// until it is acknowledged. What comes of it goes into a ledger and a record.
/// </summary>
public sealed class SteadyFleetWorkload : Workload
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(300);

    private readonly Ledger _ledger;
    private readonly FleetRecord _record;
    private readonly RequestPatches _patches;
    private readonly byte[][] _requests;
    private readonly long[] _due;
    private readonly bool[] _isRepeating;
    private readonly Random[] _random;
    private readonly long _pace;
    private readonly int _rounds;
    private volatile bool _isFinishing;

    /// <param name="tokens">One per device; device and connection have the same number.</param>
    /// <param name="pace">From one message of a device to its next.</param>
    /// <param name="seed">Decides when each device begins, and how long it pauses after a failure.</param>
    /// <param name="rounds">How many messages each device has.</param>
    public SteadyFleetWorkload(
        RequestTemplate template,
        IReadOnlyList<string> tokens,
        Ledger ledger,
        FleetRecord record,
        TimeSpan pace,
        int seed,
        int rounds = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokens.Count, ledger.Devices);
        (_ledger, _record, _patches, _rounds) = (ledger, record, template.Patches, rounds);
        _requests = [.. tokens.Select(template.Render)];
        _isRepeating = new bool[tokens.Count];
        _random = [.. tokens.Select((_, device) => new Random(unchecked((seed * 31) + device)))];
        _pace = Ticks(pace);
        var now = Stopwatch.GetTimestamp();
        _due = [.. _random.Select(random => now + random.NextInt64(_pace + 1))];
    }

    /// <summary>No device begins another message; the load ends when the present ones are acknowledged.</summary>
    public void Finish() => _isFinishing = true;

    public override long DueAt(int connection) => _due[connection];

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        var request = _requests[connection];
        if (!_isRepeating[connection])
        {
            if (_isFinishing || _ledger.Sent(connection) >= _rounds)
                return default;
            var number = _ledger.TakeNumber(connection);
            _patches.Apply(request, _ledger.BaseTs + number, number);
        }

        _isRepeating[connection] = true;
        _record.Begin(connection);
        return request;
    }

    public override void Answered(int connection, Response response)
    {
        if (response.Status != 200)
        {
            Fail(connection, response.Status.ToString(CultureInfo.InvariantCulture));
            return;
        }

        _ledger.Acknowledge(connection, _ledger.Sent(connection) - 1);
        _record.Acknowledge(connection);
        _isRepeating[connection] = false;
        _due[connection] = Math.Max(_due[connection] + _pace, Stopwatch.GetTimestamp());
    }

    public override void Lost(int connection, Loss loss) => Fail(connection, loss == Loss.Reset ? "reset" : "timed out");

    public override void Refused(int connection) => Fail(connection, "refused");

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private void Fail(int connection, string kind)
    {
        _record.Fail(connection, kind);
        _due[connection] = Stopwatch.GetTimestamp() + _random[connection].NextInt64(Ticks(ShortestPause), Ticks(LongestPause));
    }
}
