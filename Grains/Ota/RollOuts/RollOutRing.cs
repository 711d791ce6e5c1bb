namespace OrleansIot.Grains.Ota;

/// <summary>How devices say which ring they are in.</summary>
public static class RollOutRing
{
    /// <summary>Server attribute with the ring's name.</summary>
    public const string Key = "otaRing";
}
