namespace OrleansIot.Gateway.Polls;

/// <summary>A silo on which polls of this gateway are parked, and when it was last heard of.</summary>
internal sealed class SiloLink(SiloAddress address)
{
    /// <summary>Deliveries beyond <see cref="_complete"/> that have come.</summary>
    private readonly HashSet<long> _early = [];

    private int _polls;
    private long _link;

    /// <summary>All deliveries up to this number have come, or were given up.</summary>
    private long _complete;
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
    public void Receive(long link, long number)
    {
        lock (this)
        {
            // One that was given up and comes after all is not counted a second time.
            if (IsCurrent(link) && number > _complete && _early.Add(number))
                Advance();
        }
    }

    /// <summary>
    /// Takes the number of a beat. True: what was parked there has to ask again, because something that was sent before the beat before has not come, or because the
    /// silo had given this gateway up, with all that it had parked.
    /// </summary>
    /// <param name="sent">Number of the delivery that the link has sent last.</param>
    public bool HasLost(long link, long sent)
    {
        lock (this)
        {
            if (!IsCurrent(link))
                return false;
            var isLost = _isAnew || _complete < _sentBefore;
            if (isLost)
            {
                _complete = Math.Max(_complete, _isAnew ? sent : _sentBefore);
                _early.RemoveWhere(n => n <= _complete);
                Advance();
            }
            (_sentBefore, _isAnew) = (sent, false);
            return isLost;
        }
    }

    public void Add() => Interlocked.Increment(ref _polls);

    public void Remove() => Interlocked.Decrement(ref _polls);

    /// <summary>A silo that had forgotten this gateway begins to count anew.</summary>
    private bool IsCurrent(long link)
    {
        if (link > _link)
        {
            (_isAnew, _link, _complete, _sentBefore) = (_link != 0, link, 0, 0);
            _early.Clear();
        }

        return link == _link;
    }

    private void Advance()
    {
        while (_early.Remove(_complete + 1))
            _complete++;
    }
}
