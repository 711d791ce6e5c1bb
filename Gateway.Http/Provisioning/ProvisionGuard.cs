using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Slows down who guesses secrets, and nobody else: what one address tries with one key says nothing of other addresses and other keys.</summary>
internal sealed partial class ProvisionGuard(IOptions<ProvisioningOptions> options, TimeProvider time, ILogger<ProvisionGuard> log)
{
    private const int MaxKey = 255;

    private readonly FailureCounter _keys = new(options.Value.MaxWrongSecrets, options.Value.WrongSecretWindow, time);
    private readonly FailureCounter _addresses = new(options.Value.MaxWrongPerAddress, options.Value.WrongSecretWindow, time);

    /// <summary>Whole seconds to wait before a secret for the key is looked at; 0: now.</summary>
    public int Wait(string address, string key) => _keys.Wait(Name(address, key));

    /// <summary>
    /// A secret was wrong, or there is no such key. Whole seconds that the address has to wait; 0: it is told so. The log tells of each until the address has to wait, and then of
    /// that: who floods does not fill it.
    /// </summary>
    public int Wrong(string address, string key)
    {
        var wait = _addresses.Wait(address);
        _keys.Failed(Name(address, key));
        var failures = _addresses.Failed(address);
        if (failures <= options.Value.MaxWrongPerAddress)
            LogWrong(address);
        if (failures == options.Value.MaxWrongPerAddress)
            LogGuessing(address);
        return wait;
    }

    private static string Name(string address, string key) => $"{address} {(key.Length > MaxKey ? key[..MaxKey] : key)}";

    [LoggerMessage(2410, LogLevel.Information, "Security: a wrong provisioning key or secret from {Address}")]
    private partial void LogWrong(string address);

    [LoggerMessage(2411, LogLevel.Warning, "Security: too many wrong provisioning keys or secrets from {Address}: further ones are answered 429")]
    private partial void LogGuessing(string address);
}
