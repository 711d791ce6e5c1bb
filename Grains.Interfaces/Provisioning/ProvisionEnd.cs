namespace OrleansIot.Provisioning;

/// <summary>How a registration ended (device API specification, section 6.2).</summary>
public enum ProvisionEnd : byte
{
    Success = 0,

    /// <summary>The profile does not let devices register themselves.</summary>
    Disabled = 1,

    /// <summary>No profile has this key and secret.</summary>
    WrongSecret = 2,

    /// <summary>Everything else that is refused.</summary>
    Failure = 3,

    /// <summary>Nothing is known to be stored, try again later.</summary>
    Busy = 4,

    /// <summary>The activation that was asked is not the device's current one; ask again.</summary>
    Superseded = 5,

    /// <summary>There is a device already, and whether it may have its credentials is for it to decide: <see cref="Devices.IDeviceGrain.Provision"/>.</summary>
    AskDevice = 6,
}
