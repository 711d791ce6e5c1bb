using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>Brings the packages of one profile (the key) to its devices, as far as that is not done.</summary>
[Alias("OrleansIot.IOtaFanOut")]
public interface IOtaFanOut : IGrainWithGuidKey
{
    /// <summary>Begins, or goes on; returns when all is done, or after <paramref name="wait"/>.</summary>
    [Alias("Run")]
    Task Run(TimeSpan wait);

    /// <summary>One for each type of packages that the profile has ever had.</summary>
    [Alias("GetProgress")]
    Task<Answer<FanOutProgress[]>> GetProgress(Caller caller);
}
