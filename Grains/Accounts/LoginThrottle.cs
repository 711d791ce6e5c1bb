namespace OrleansIot.Grains.Accounts;

/// <summary>Wrong passwords of one account in a window that starts with the first of them. Instants are milliseconds since 1970.</summary>
internal readonly record struct LoginThrottle(int Failures, long WindowStart)
{
    /// <summary>Whole seconds to wait before a password is looked at again; 0: now.</summary>
    public int Wait(long now, AccountOptions options)
    {
        var end = End(options);
        return Failures >= options.MaxLoginFailures && now < end ? (int)((end - now + 999) / 1_000) : 0;
    }

    public LoginThrottle Failed(long now, AccountOptions options) => IsOver(now, options) ? new(1, now) : this with { Failures = Failures + 1 };

    public bool IsOver(long now, AccountOptions options) => Failures == 0 || now >= End(options);

    private long End(AccountOptions options) => WindowStart + (long)options.LoginWindow.TotalMilliseconds;
}
