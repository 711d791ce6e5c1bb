namespace OrleansIot.Load;

internal enum LoadPhase
{
    /// <summary>Requests are sent and not counted.</summary>
    WarmUp,

    /// <summary>Answers that arrive now are counted.</summary>
    Measuring,

    /// <summary>Nothing new is sent; answers to what is in flight are awaited.</summary>
    Draining,

    /// <summary>Whatever is still in flight is lost.</summary>
    Stopped,
}
