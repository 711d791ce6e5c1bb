using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>The packages of the tenant: what they are. Their data is <see cref="IOtaContent"/>'s.</summary>
[Alias("OrleansIot.IOtaPackageRegistry")]
public interface IOtaPackageRegistry : IGrainWithIntegerKey
{
    /// <summary>Creates it under an id of the caller's choice: a call that comes again makes no other. Conflict: there is a package of that title and version.</summary>
    [Alias("Create")]
    Task<Answer<OtaPackageInfo>> Create(Caller caller, Guid id, OtaPackageFields fields);

    /// <summary>Changes the additional info. Invalid: anything else differs.</summary>
    [Alias("Update")]
    Task<Answer<OtaPackageInfo>> Update(Caller caller, Guid id, OtaPackageFields fields);

    [Alias("Get")]
    Task<Answer<OtaPackageInfo>> Get(Caller caller, Guid id);

    /// <summary>Invalid: a device, a profile or a roll-out that is under way has it.</summary>
    [Alias("Delete")]
    Task<Answer<bool>> Delete(Caller caller, Guid id);

    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<OtaPackageInfo>>> List(Caller caller, OtaPackageQuery query);
}
