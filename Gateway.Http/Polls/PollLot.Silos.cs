using System.Collections.Concurrent;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>The silos that hold polls of this gateway, by their beats: when one is gone, its polls are parked again.</summary>
internal sealed partial class PollLot
{
    /// <summary>Two beats have not come, and a little for the way.</summary>
    private static readonly TimeSpan Silence = (2 * PollTimes.Beat) + TimeSpan.FromSeconds(1);

    /// <summary>After a doubt, one beat must come.</summary>
    private static readonly TimeSpan Doubt = PollTimes.Beat + TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<SiloAddress, SiloLink> _silos = new();
    private int _watching;

    /// <summary>Polls that grains have taken, as far as is known.</summary>
    public int Parked => _silos.Values.Sum(silo => silo.Polls);

    /// <summary>A silo may have gone: each has to prove that it lives sooner than usual.</summary>
    public void DoubtSilos()
    {
        foreach (var silo in _silos.Values)
            silo.Doubted = silo.Doubted == 0 ? _time.GetTimestamp() : silo.Doubted;
    }

    Task<bool> IGatewayObserver.Beat(SiloAddress silo, long link, long sent)
    {
        if (!_silos.TryGetValue(silo, out var known))
            return Task.FromResult(false);
        Hear(known);
        if (known.HasLost(link, sent))
        {
            LogLost(known.Polls);
            ParkAgain(known);
        }
        return Task.FromResult(known.Polls > 0);
    }

    /// <summary>The silo has given a sign of life.</summary>
    private SiloLink Hear(SiloAddress silo)
    {
        var link = _silos.GetOrAdd(silo, static address => new(address));
        Hear(link);
        return link;
    }

    private void Hear(SiloLink link)
    {
        link.Heard = _time.GetTimestamp();
        link.Doubted = 0;
    }

    /// <summary>Looks at the silos every second while there are polls.</summary>
    private void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            _wheel.Add(new SiloWatch(this), TimeSpan.FromSeconds(1));
    }

    private void LookAtSilos()
    {
        foreach (var link in _silos.Values)
        {
            var isSilent = _time.GetElapsedTime(link.Heard) > Silence || (link.Doubted != 0 && _time.GetElapsedTime(link.Doubted) > Doubt);
            if (isSilent && _silos.TryRemove(KeyValuePair.Create(link.Address, link)) && link.Polls > 0)
            {
                LogSiloGone(link.Polls);
                ParkAgain(link);
            }
        }
        Volatile.Write(ref _watching, 0);
        if (Count > 0)
            Watch();
    }

    private void ParkAgain(SiloLink link)
    {
        foreach (var request in _polls.Values)
        {
            if (request.Silo == link)
                ParkLater(request, Spread);
        }
    }

    [LoggerMessage(2203, LogLevel.Information, "A silo does not beat any more; the {Polls} polls that were parked there are parked again")]
    private partial void LogSiloGone(int polls);

    /// <summary>A silo that has no connection to this gateway yet sends through another one, which may die with what it passes on.</summary>
    [LoggerMessage(2205, LogLevel.Information, "Something that a silo had for this gateway was lost; the {Polls} polls that are parked there are parked again")]
    private partial void LogLost(int polls);

    private sealed class SiloWatch(PollLot lot) : WheelEntry
    {
        protected internal override void Due() => lot.LookAtSilos();
    }
}
