using Microsoft.Extensions.Options;
using OrleansIot.Grains.Values;

namespace OrleansIot.Grains.Accounts;

/// <summary>Counts failures for e-mails that nobody has, so that they are throttled like those that somebody has. Bounded: the flood forgets its own.</summary>
public sealed class UnknownLogins(IOptions<AccountOptions> options, TimeProvider time)
{
    private const int MaxEntries = 10_000;

    private readonly Dictionary<string, FailureThrottle> _throttles = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whole seconds to wait before a password is looked at again; 0: now.</summary>
    public int Wait(string email)
    {
        lock (_throttles)
            return _throttles.GetValueOrDefault(email).Wait(Now, options.Value.MaxLoginFailures, options.Value.LoginWindow);
    }

    public void Failed(string email)
    {
        lock (_throttles)
        {
            if (_throttles.Count >= MaxEntries && !_throttles.ContainsKey(email))
                MakeRoom();
            _throttles[email] = _throttles.GetValueOrDefault(email).Failed(Now, options.Value.LoginWindow);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void MakeRoom()
    {
        foreach (var (email, throttle) in _throttles)
            if (throttle.IsOver(Now, options.Value.LoginWindow))
                _throttles.Remove(email);
        if (_throttles.Count >= MaxEntries)
            _throttles.Clear();
    }
}
