using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Devices;

/// <summary>Size of the gateway's token cache. A token beyond it costs one more grain call, never more.</summary>
public sealed class DeviceSessionOptions
{
    public const string Section = "Sessions";

    /// <summary>Known tokens that are surely kept; about 300 bytes each.</summary>
    [Range(1, 100_000_000)]
    public int MaxKnown { get; set; } = 200_000;

    /// <summary>Unknown tokens that are surely remembered.</summary>
    [Range(1, 100_000_000)]
    public int MaxUnknown { get; set; } = 20_000;

    /// <summary>How long a token stays unknown without being looked up again, in milliseconds; at most 500.</summary>
    [Range(0, 500)]
    public int UnknownFor { get; set; } = 400;
}
