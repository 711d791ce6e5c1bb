namespace OrleansIot.Grains.Accounts;

/// <summary>What a refresh token is worth.</summary>
public enum RefreshVerdict : byte
{
    /// <summary>The newest: it is replaced.</summary>
    Rotate,

    /// <summary>The one before, shortly after the rotation: its answer was lost, the newest is given again.</summary>
    Repeat,

    /// <summary>An old one: somebody has a copy, the session ends.</summary>
    Stolen,

    /// <summary>The session has ended or expired.</summary>
    Over,
}
