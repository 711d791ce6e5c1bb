using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Claiming;

/// <summary>Keeps a user from trying one secret on device after device. What is tried on one device is counted by the device.</summary>
internal sealed partial class ClaimGuard(IOptions<ClaimGuardOptions> options, TimeProvider time, ILogger<ClaimGuard> log)
{
    private readonly FailureCounter _failures = new(options.Value.MaxFailures, options.Value.FailureWindow, time);

    /// <summary>Whole seconds to wait; 0: now.</summary>
    public int Wait(Guid user) => _failures.Wait(user.ToString());

    public void Failed(Guid user)
    {
        if (_failures.Failed(user.ToString()) == options.Value.MaxFailures)
            LogGuessing(user);
    }

    [LoggerMessage(2412, LogLevel.Warning, "Security: too many failed claims by the user {User}: further ones are answered 429")]
    private partial void LogGuessing(Guid user);
}
