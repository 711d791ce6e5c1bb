using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Rules.Http;

/// <summary>What REST API call nodes may do.</summary>
public sealed class RuleHttpOptions
{
    public const string Section = "Rules:Http";

    /// <summary>
    /// Where they may call beyond public addresses, separated by commas: networks such as 10.0.0.0/8, host names, or * for everywhere. Whoever may write chains
    /// can otherwise not reach what only this server can: its own ports, its neighbours, the cloud's metadata service.
    /// </summary>
    public string AllowedTargets { get; set; } = "";

    /// <summary>Milliseconds of one request, where the node says nothing else.</summary>
    [Range(10, 600_000)]
    public int Timeout { get; set; } = 10_000;

    /// <summary>How often a request is made that no server took, or that one refused for the moment.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;

    /// <summary>Requests under way on one silo.</summary>
    [Range(1, 10_000)]
    public int MaxParallel { get; set; } = 64;

    /// <summary>Messages that wait for their request on one silo; one more fails at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>Bytes of an answer.</summary>
    [Range(1, 1 << 28)]
    public int MaxAnswer { get; set; } = 262_144;
}
