namespace OrleansIot.Gateway.Wire;

/// <summary>How bodies are read.</summary>
internal sealed record WireOptions
{
    public const string Section = "Telemetry";

    public static readonly WireOptions Default = new();

    /// <summary>
    /// On: a quoted string whose number prints back as the same text becomes that number, and an integer beyond 64 bits becomes a STRING.
    /// Off: strings stay strings, and such an integer refuses the request.
    /// </summary>
    public bool CastStrings { get; init; } = true;

    /// <summary>Longest STRING in UTF-16 units; 0 means no limit. A longer one refuses the request.</summary>
    public int MaxStringLength { get; init; }

    /// <summary>Most members of telemetry or attribute objects in one body, repeated names counted; bounds the memory of a parse.</summary>
    public int MaxReadings { get; init; } = 1_000_000;

    /// <summary>On: a null value refuses the request. Off, as devices expect it: a null value is left out.</summary>
    internal bool RefuseNulls { get; init; }
}
