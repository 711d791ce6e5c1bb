namespace OrleansIot.Ota;

/// <summary>What a package holds; a device has at most one of each. The numbers are stored: never renumber.</summary>
public enum OtaPackageType : byte
{
    Firmware = 1,
    Software = 2,
}
