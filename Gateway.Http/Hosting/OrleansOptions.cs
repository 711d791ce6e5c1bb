using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Hosting;

/// <summary>The cluster, and a silo's place in it. One section for both hosts, so that they can share their settings.</summary>
public sealed class OrleansOptions
{
    public const string Section = "Orleans";

    /// <summary>Silos and gateways with the same name on the same database are one cluster.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string ClusterId { get; set; } = "orleansiot";

    /// <summary>Name of the installation; stays the same when a cluster is replaced by another.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string ServiceId { get; set; } = "orleansiot";

    /// <summary>Name of this silo in logs and in the membership table; null: POD_NAME, or the machine's name with the port.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string? SiloName { get; set; }

    /// <summary>IP address or host name under which the others reach this silo; null: POD_IP, or loopback. A silo on loopback listens on loopback only, any other on all addresses.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Port for other silos; null: 11111 in a cluster, any free one in embedded mode. 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int? SiloPort { get; set; }

    /// <summary>Port for gateways; null: 30000 in a cluster, any free one in embedded mode. 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int? GatewayPort { get; set; }
}
