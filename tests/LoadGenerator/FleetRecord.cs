using System.Diagnostics;

namespace OrleansIot.Load;

/// <summary>
/// What a fleet went through: attempts, failures by kind, and every wait for an acknowledgement that a device would notice.
/// A device has one message at a time and belongs to one connection.
/// </summary>
public sealed class FleetRecord(int devices)
{
    /// <summary>A shorter wait is not kept one by one.</summary>
    public static readonly TimeSpan NoticedWait = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly long[] _wantedSince = new long[devices];
    private readonly bool[] _isAside = new bool[devices];
    private readonly long[] _attempts = new long[devices];
    private readonly long[] _asideAttempts = new long[devices];
    private readonly long[] _longest = new long[devices];
    private readonly List<FailedRequest> _failures = [];
    private readonly List<Wait> _waits = [];
    private volatile bool _isSettingAside;

    /// <summary>While true, requests that begin or end count apart: the part that is down answers for itself.</summary>
    public bool IsSettingAside
    {
        get => _isSettingAside;
        set => _isSettingAside = value;
    }

    /// <summary>Requests that were sent, and attempts to connect that failed; without those set aside.</summary>
    public long Attempts => _attempts.Sum();

    public long AsideAttempts => _asideAttempts.Sum();

    public long AsideFailures => AllFailures().LongCount(f => f.IsAside);

    /// <summary>The longest that any device waited for an acknowledgement, its repetitions included.</summary>
    public TimeSpan LongestWait => Stopwatch.GetElapsedTime(0, _longest.Max());

    /// <summary>Failures by kind, without those set aside.</summary>
    public IReadOnlyDictionary<string, long> Failures => new SortedDictionary<string, long>(
        AllFailures().Where(f => !f.IsAside).CountBy(f => f.Kind).ToDictionary(f => f.Key, f => (long)f.Value), StringComparer.Ordinal);

    /// <summary>Every failure in the order of time.</summary>
    public IReadOnlyList<FailedRequest> AllFailures()
    {
        lock (_lock)
            return [.. _failures];
    }

    /// <summary>All waits longer than <see cref="NoticedWait"/> that have ended, and those that still last.</summary>
    public IReadOnlyList<Wait> Waits()
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            return [.. _waits, .. Enumerable.Range(0, devices)
                .Where(d => IsNoticed(_wantedSince[d], now))
                .Select(d => new Wait(d, _wantedSince[d], now))];
        }
    }

    /// <summary>The device sends its message, for the first time or again.</summary>
    internal void Begin(int device)
    {
        Want(device);
        _isAside[device] = _isSettingAside;
    }

    internal void Acknowledge(int device)
    {
        Count(device);
        var (begun, ended) = (_wantedSince[device], Stopwatch.GetTimestamp());
        _wantedSince[device] = 0;
        _longest[device] = Math.Max(_longest[device], ended - begun);
        if (!IsNoticed(begun, ended))
            return;
        lock (_lock)
            _waits.Add(new Wait(device, begun, ended));
    }

    /// <param name="kind">As in <see cref="FailedRequest"/>.</param>
    internal void Fail(int device, string kind)
    {
        Want(device);
        var isAside = Count(device);
        lock (_lock)
            _failures.Add(new FailedRequest(Stopwatch.GetTimestamp(), kind, isAside));
    }

    private static bool IsNoticed(long begun, long ended) => begun != 0 && Stopwatch.GetElapsedTime(begun, ended) > NoticedWait;

    private void Want(int device)
    {
        if (_wantedSince[device] == 0)
            _wantedSince[device] = Stopwatch.GetTimestamp();
    }

    /// <summary>True when the attempt is set aside.</summary>
    private bool Count(int device)
    {
        var isAside = _isAside[device] || _isSettingAside;
        _isAside[device] = false;
        (isAside ? _asideAttempts : _attempts)[device]++;
        return isAside;
    }
}
