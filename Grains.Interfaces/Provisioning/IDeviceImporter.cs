using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Provisioning;

/// <summary>Creates many devices at once. A line's device has an id that follows from the import and the name, so that lines may come again.</summary>
[Alias("OrleansIot.IDeviceImporter")]
public interface IDeviceImporter : IGrainWithIntegerKey
{
    /// <summary>Creates the devices of some lines in one transaction; a line that is refused keeps no other from being stored.</summary>
    [Alias("Import"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<ImportedLine[]>> Import(Caller caller, Guid import, ImportedDevice[] devices);

    [Alias("GetProgress")]
    Task<Answer<ImportProgress>> GetProgress(Caller caller, Guid import);
}
