namespace OrleansIot.Ota;

/// <summary>The numbers are stored: never renumber.</summary>
public enum RollOutState : byte
{
    /// <summary>A stage is being opened, or has been and is watched.</summary>
    Running = 1,

    /// <summary>By hand, or because too many devices failed. Devices that were reached stay so.</summary>
    Paused = 2,

    /// <summary>The package is the profile's.</summary>
    Completed = 3,

    /// <summary>The devices that were reached have the profile's package again.</summary>
    RolledBack = 4,
}
