namespace OrleansIot.Values;

/// <summary>Type of a stored value (device API specification, section 2.4). The numbers are stored: never renumber.</summary>
public enum ValueKind : byte
{
    /// <summary>No value.</summary>
    None = 0,
    Boolean = 1,

    /// <summary>Signed 64-bit integer.</summary>
    Long = 2,

    /// <summary>IEEE 754 binary64, never infinite, never NaN.</summary>
    Double = 3,
    String = 4,

    /// <summary>An object or array as strict, compact JSON text.</summary>
    Json = 5,
}
