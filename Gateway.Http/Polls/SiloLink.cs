namespace OrleansIot.Gateway.Polls;

/// <summary>A silo on which polls of this gateway are parked, and when it was last heard of.</summary>
internal sealed class SiloLink(SiloAddress address)
{
    private int _polls;
    private long _link;
    private long _received;
    private long _sentBefore;
    private bool _isAnew;

    public SiloAddress Address { get; } = address;

    /// <summary>Timestamp of its last sign of life.</summary>
    public long Heard { get; set; }

    /// <summary>Timestamp since which it has to prove that it lives; 0: no reason to doubt it.</summary>
    public long Doubted { get; set; }

    /// <summary>Polls parked there.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>A delivery has come over the silo's link of this number.</summary>
    public void Receive(long link)
    {
        lock (this)
        {
            if (IsCurrent(link))
                _received++;
        }
    }

    /// <summary>
    /// Takes the count of a beat. True: what was parked there has to ask again, because of what was sent before the beat before something has not come, and will not, or
    /// because the silo had given this gateway up, with all that it had parked.
    /// </summary>
    /// <param name="sent">Deliveries that the link has sent so far.</param>
    public bool HasLost(long link, long sent)
    {
        lock (this)
        {
            if (!IsCurrent(link))
                return false;
            var isLost = _isAnew || _received < _sentBefore;
            (_received, _sentBefore) = (Math.Max(_received, _isAnew ? sent : _sentBefore), sent);
            _isAnew = false;
            return isLost;
        }
    }

    public void Add() => Interlocked.Increment(ref _polls);

    public void Remove() => Interlocked.Decrement(ref _polls);

    /// <summary>A silo that had forgotten this gateway begins to count anew.</summary>
    private bool IsCurrent(long link)
    {
        if (link > _link)
            (_isAnew, _link, _received, _sentBefore) = (_link != 0, link, 0, 0);
        return link == _link;
    }
}
