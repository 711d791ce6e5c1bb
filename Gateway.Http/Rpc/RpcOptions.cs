using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Rpc;

/// <summary>What callers may ask of commands. Times in milliseconds.</summary>
public sealed class RpcOptions
{
    public const string Section = "Rpc";

    /// <summary>A shorter timeout counts as this.</summary>
    [Range(1, 86_400_000)]
    public int MinTimeout { get; set; } = 5_000;

    /// <summary>The life of a command whose caller names none.</summary>
    [Range(1, 86_400_000)]
    public int DefaultTimeout { get; set; } = 10_000;

    /// <summary>Longest life of a command whose caller waits; a longer one is cut to it. Persistent ones may live as long as they like.</summary>
    [Range(1_000, 86_400_000)]
    public int MaxWait { get; set; } = 3_600_000;

    /// <summary>Most bytes of method, params and additionalInfo of one command together.</summary>
    [Range(1_024, 16 << 20)]
    public int MaxCommandBytes { get; set; } = 65_536;

    /// <summary>Most commands of one answer, where a device asks for several.</summary>
    [Range(1, 10_000)]
    public int MaxPerAnswer { get; set; } = 100;
}
