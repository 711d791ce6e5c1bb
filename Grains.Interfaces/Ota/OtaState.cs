namespace OrleansIot.Ota;

/// <summary>How far a device is with a package (device API specification, section 7.4). The numbers are stored: never renumber.</summary>
public enum OtaState : byte
{
    /// <summary>There is no package.</summary>
    None = 0,

    /// <summary>The device is to get the package.</summary>
    Queued = 1,

    /// <summary>The device was told of it.</summary>
    Initiated = 2,
    Downloading = 3,
    Downloaded = 4,
    Verified = 5,
    Updating = 6,
    Updated = 7,
    Failed = 8,
}
