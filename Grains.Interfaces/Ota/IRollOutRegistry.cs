using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>Begins and lists staged roll-outs; each goes on in its <see cref="IRollOut"/>.</summary>
[Alias("OrleansIot.IRollOutRegistry")]
public interface IRollOutRegistry : IGrainWithIntegerKey
{
    /// <summary>Begins it under an id of the caller's choice: a call that comes again begins no other. Conflict: one of the profile and the type is under way. Invalid: the package cannot be assigned, or is the profile's already.</summary>
    [Alias("Create")]
    Task<Answer<RollOutReport>> Create(Caller caller, Guid id, Guid profile, OtaPackageType type, Guid package, RollOutPlan plan);

    /// <param name="profile">Null: of all profiles.</param>
    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<RollOutInfo>>> List(Caller caller, PageQuery query, Guid? profile);

    /// <summary>The devices that a roll-out has reached.</summary>
    /// <param name="state">Null: in all states.</param>
    [Alias("ListDevices"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<RollOutDevice>>> ListDevices(Caller caller, Guid rollOut, OtaState? state, PageQuery query);
}
