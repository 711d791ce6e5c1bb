using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Hosting;

/// <summary>How a host that was told to stop takes its leave.</summary>
public sealed class DrainOptions
{
    public const string Section = "Drain";

    /// <summary>Default of a host that a load balancer sends requests to.</summary>
    public const int BehindBalancer = 5_000;

    /// <summary>
    /// Milliseconds between "not ready" and closing the doors: as long as the load balancer takes to notice. Longer makes roll-outs slower, shorter fails requests.
    /// Null: 5,000 for gateways and silos that serve HTTP in a cluster, else 0.
    /// </summary>
    [Range(0, 300_000)]
    public int? Delay { get; set; }

    /// <summary>Seconds that everything after that may take: requests that are being served, activations that move, changes that are committed.</summary>
    [Range(1, 3_600)]
    public int Timeout { get; set; } = 60;
}
