using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>Firmware and software of a device, as committed.</summary>
/// <param name="IsDue">Somebody waits for it to be told.</param>
public sealed record OtaSituation(OtaAssignment Firmware, OtaAssignment Software, bool IsDue)
{
    public static readonly OtaSituation None = new(new(OtaPackageType.Firmware, null, null), new(OtaPackageType.Software, null, null), false);

    public OtaAssignment Of(OtaPackageType type) => type == OtaPackageType.Firmware ? Firmware : Software;

    public IEnumerable<OtaAssignment> Untold => new[] { Firmware, Software }.Where(a => !a.IsAnnounced);

    public OtaSituation Told => new(Firmware with { Announced = Firmware.Effective?.Id }, Software with { Announced = Software.Effective?.Id }, false);
}
