using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Claiming;

/// <summary>Keeps a user from trying one secret on device after device. What is tried on one device is counted by the device.</summary>
internal sealed class ClaimGuard(IOptions<ClaimGuardOptions> options, TimeProvider time)
{
    private readonly FailureCounter _failures = new(options.Value.MaxFailures, options.Value.FailureWindow, time);

    /// <summary>Whole seconds to wait; 0: now.</summary>
    public int Wait(Guid user) => _failures.Wait(user.ToString());

    public void Failed(Guid user) => _failures.Failed(user.ToString());
}
