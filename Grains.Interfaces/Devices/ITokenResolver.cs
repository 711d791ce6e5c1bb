using OrleansIot.Values;

namespace OrleansIot.Devices;

/// <summary>Looks up access tokens. Any activation answers; look-ups that meet are batched into one query.</summary>
[Alias("OrleansIot.ITokenResolver")]
public interface ITokenResolver : IGrainWithIntegerKey
{
    /// <summary>The owner of the access token, or null when no device has it.</summary>
    [Alias("Resolve"), ResponseTimeout(CallTimes.Attempt)]
    Task<TokenOwner?> Resolve(string token);
}
