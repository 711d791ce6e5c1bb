namespace OrleansIot.Provisioning;

/// <summary>How often a device that is registered may collect its credentials.</summary>
public enum CollectRule : byte
{
    /// <summary>Once; then an operator has to let it again.</summary>
    Once = 0,

    /// <summary>As often as it likes.</summary>
    Repeatedly = 1,

    /// <summary>Only if it has registered itself before: a device that an operator has made is not handed out.</summary>
    OnlyAgain = 2,
}
