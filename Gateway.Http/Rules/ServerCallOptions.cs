using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Rules;

/// <summary>Calls from devices to the server.</summary>
public sealed class ServerCallOptions
{
    public const string Section = "ServerCalls";

    /// <summary>Bytes of a call, inclusive (specification E7).</summary>
    public const int MaxBytes = 65_536;

    /// <summary>How long a call waits for its answer, in milliseconds (ThingsBoard: transport.client_side_rpc.timeout); never longer than a poll may.</summary>
    [Range(1, 86_400_000)]
    public int Timeout { get; set; } = 60_000;

    /// <summary>Where set, a call that nobody answered in its time ends with 200 and <c>{"error":…}</c> of this text; else with an empty 408.</summary>
    [MaxLength(1_000)]
    public string? Unanswered { get; set; }
}
