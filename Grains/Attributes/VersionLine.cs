using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Attributes;

/// <summary>
/// The attribute versions of one device, in the order they are given out. Commits apply in that order, but the callers may learn of it in another one; a version
/// counts as settled only when all before it are, so that whoever reads up to the settled version misses nothing.
/// </summary>
/// <param name="stored">The device's version in the database.</param>
/// <param name="storedShared">Version of the newest change of the shared scope.</param>
internal sealed class VersionLine(long stored, long storedShared)
{
    private Reservation? _oldest;
    private Reservation? _newest;

    /// <summary>The largest version given out.</summary>
    public long Reserved { get; private set; } = stored;

    /// <summary>Every change up to this version is applied, in the database and in memory.</summary>
    public long Settled { get; private set; } = stored;

    /// <summary>The newest settled change of the shared scope.</summary>
    public long SettledShared { get; private set; } = storedShared;

    /// <summary>Takes the next versions, for a change that builds on all that were given out before.</summary>
    public Reservation Reserve(int count, bool isShared)
    {
        var reservation = new Reservation(Reserved, Reserved + count, isShared) { Older = _newest };
        if (_newest is null)
            _oldest = reservation;
        else
            _newest.Newer = reservation;
        _newest = reservation;
        Reserved = reservation.Last;
        return reservation;
    }

    /// <summary>
    /// The change has ended. Versions that the store never saw are given back when nothing builds on them; those of a change that failed stay open for ever, and
    /// the activation with them goes.
    /// </summary>
    public void Settle(Reservation reservation, ChangeResult result)
    {
        reservation.Result = result;
        while (_newest is { Result: ChangeResult.Refused } refused)
        {
            Reserved = refused.Base;
            Remove(refused);
        }
        while (_oldest is { Result: ChangeResult.Applied } applied)
        {
            Settled = applied.Last;
            if (applied.IsShared)
                SettledShared = applied.Last;
            Remove(applied);
        }
    }

    private void Remove(Reservation reservation)
    {
        if (reservation.Older is { } older)
            older.Newer = reservation.Newer;
        else
            _oldest = reservation.Newer;
        if (reservation.Newer is { } newer)
            newer.Older = reservation.Older;
        else
            _newest = reservation.Older;
    }

    /// <summary>The versions of one change: above <see cref="Base"/>, up to <see cref="Last"/>.</summary>
    internal sealed class Reservation(long @base, long last, bool isShared)
    {
        public long Base { get; } = @base;

        public long Last { get; } = last;

        public bool IsShared { get; } = isShared;

        /// <summary>Null while the change is under way.</summary>
        public ChangeResult? Result { get; set; }

        public Reservation? Older { get; set; }

        public Reservation? Newer { get; set; }
    }
}
