using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Retention;

/// <summary>Removes readings whose time to live is over, in one place at a time. There is one, with key 0.</summary>
[Alias("OrleansIot.IRetentionGrain")]
public interface IRetentionGrain : IGrainWithIntegerKey
{
    /// <summary>Begins a run if one is due, or goes on with one that was broken off. Returns at once.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>What was removed. Forbidden to all but administrators.</summary>
    [Alias("GetReport")]
    Task<Answer<RetentionReport>> GetReport(Caller caller);
}
