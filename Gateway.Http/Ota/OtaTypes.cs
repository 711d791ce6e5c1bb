using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>ThingsBoard's names of the types of packages.</summary>
internal static class OtaTypes
{
    public static string Name(OtaPackageType type) => type == OtaPackageType.Software ? "SOFTWARE" : "FIRMWARE";

    public static OtaPackageType? Parse(string? name) => name switch
    {
        "FIRMWARE" => OtaPackageType.Firmware,
        "SOFTWARE" => OtaPackageType.Software,
        _ => null,
    };
}
