namespace OrleansIot.Gateway.Wire;

/// <summary>What is wrong with the name of a reading or an attribute (specification 2.5).</summary>
internal enum KeyFault : byte
{
    None = 0,
    Blank,
    TooLong,
    HoldsNul,
}
