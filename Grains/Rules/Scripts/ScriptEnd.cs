namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>How a run of a script ended.</summary>
public enum ScriptEnd
{
    Done,

    /// <summary>The script threw, or the message is none it can be given.</summary>
    Threw,

    /// <summary>What it returned is not what its kind must return.</summary>
    WrongResult,

    /// <summary>It wanted more than a limit allows.</summary>
    LimitExceeded,

    /// <summary>It broke limits too often and rests.</summary>
    Suspended,

    /// <summary>Too many runs wait.</summary>
    Busy,
}
