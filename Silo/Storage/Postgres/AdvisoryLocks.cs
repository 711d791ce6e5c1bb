namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>The numbers of the locks that processes share through the database. Nobody else may use them in it.</summary>
internal static class AdvisoryLocks
{
    private const long Ours = 0x4F49_0000;

    /// <summary>Changes of the schema.</summary>
    public const long Schema = Ours + 1;

    /// <summary>Which device profile is the default one.</summary>
    public const long DefaultProfile = Ours + 2;

    /// <summary>Numbers for new telemetry keys.</summary>
    public const long Keys = Ours + 3;

    /// <summary>The number of the tenant's devices, where it is limited.</summary>
    public const long Devices = Ours + 9;

    /// <summary>The house-keeping: partitions, retention, what deleted devices left behind.</summary>
    public const long Upkeep = Ours + 4;

    /// <summary>Which rule chain is the root.</summary>
    public const long RootChain = Ours + 5;
}
