namespace OrleansIot.Chaos.Downlink;

/// <summary>When a device cuts the connection of its poll.</summary>
internal enum CutMoment
{
    Never,

    /// <summary>Before any byte of the answer.</summary>
    WhileParked,

    /// <summary>After some bytes of the answer; the device takes nothing of it.</summary>
    WhileAnswered,

    /// <summary>After the whole answer, which the device takes.</summary>
    AfterAnswer,
}
