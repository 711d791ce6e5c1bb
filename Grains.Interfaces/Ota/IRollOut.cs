using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>One staged roll-out.</summary>
[Alias("OrleansIot.IRollOut")]
public interface IRollOut : IGrainWithGuidKey
{
    [Alias("Get")]
    Task<Answer<RollOutReport>> Get(Caller caller);

    /// <summary>
    /// Opens the next stage, or after the last one gives the package to the profile; where that has been done from this stage already, nothing is done. Invalid: the
    /// stage is still being opened, or the roll-out is over.
    /// </summary>
    /// <param name="stage">The stage that is open.</param>
    [Alias("Advance")]
    Task<Answer<RollOutReport>> Advance(Caller caller, int stage);

    [Alias("Pause")]
    Task<Answer<RollOutReport>> Pause(Caller caller);

    /// <summary>Goes on; the failures that there are now are put up with.</summary>
    [Alias("Resume")]
    Task<Answer<RollOutReport>> Resume(Caller caller);

    /// <summary>Gives the devices that were reached their profile's package again.</summary>
    [Alias("RollBack")]
    Task<Answer<RollOutReport>> RollBack(Caller caller);

    /// <summary>Does what is to be done: reaches devices, watches their states, opens the next stage. Begins it only; comes as often as somebody looks for work.</summary>
    [Alias("Run")]
    Task Run();
}
