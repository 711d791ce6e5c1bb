namespace OrleansIot.Load;

/// <summary>Why a request has no answer.</summary>
public enum Loss
{
    /// <summary>The other side closed or reset the connection.</summary>
    Reset,

    /// <summary>The answer did not come in time.</summary>
    TimedOut,
}
