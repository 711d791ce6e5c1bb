namespace OrleansIot.Accounts;

/// <summary>How a login or a refresh ended.</summary>
public enum LoginEnd : byte
{
    Granted = 0,

    /// <summary>Unknown user, wrong password, or a refresh token that opens nothing: not told apart.</summary>
    Refused = 1,

    /// <summary>The password was right, the user is disabled.</summary>
    Disabled = 2,

    /// <summary>Too many failures; the password was not looked at.</summary>
    Throttled = 3,

    /// <summary>The server has no time for another password now.</summary>
    Busy = 4,
}
