namespace OrleansIot.Gateway.Polls;

/// <summary>Something that is due at some time; linked into a <see cref="TimerWheel"/> by its own members, so that waiting costs no further object.</summary>
internal abstract class WheelEntry
{
    internal WheelEntry? Next { get; set; }

    internal WheelEntry? Previous { get; set; }

    internal TimerWheel? Wheel { get; set; }

    /// <summary>Number of the tick at which it is due.</summary>
    internal long Tick { get; set; }

    /// <summary>Its time has come. Runs on the wheel's thread: short, and never throws.</summary>
    protected internal abstract void Due();
}
