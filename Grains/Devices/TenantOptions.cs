using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Devices;

/// <summary>Caps of the tenant.</summary>
public sealed class TenantOptions
{
    public const string Section = "Tenant";

    /// <summary>Most devices; 0: as many as there is room for.</summary>
    [Range(0, long.MaxValue)]
    public long MaxDevices { get; set; }
}
