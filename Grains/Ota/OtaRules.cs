using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>What packages must keep to (device API specification, section 7.1).</summary>
internal static class OtaRules
{
    /// <summary>Most UTF-16 units of a URL.</summary>
    private const int MaxUrl = 2_048;

    private static readonly Refusal BlankUrl = new(Outcome.Invalid, "The URL of the package should be specified!");
    private static readonly Refusal LongUrl = new(Outcome.Invalid, $"The URL of the package must be at most {MaxUrl} characters long");

    private static readonly Refusal NegativeSize = new(Outcome.Invalid, "The size of the package must not be negative");
    private static readonly Refusal NoHex = new(Outcome.Invalid, "The checksum of the package must be hexadecimal");

    public static Refusal? Check(OtaPackageFields fields) =>
        TextRules.Required("Package title", fields.Title)
        ?? TextRules.Required("Package version", fields.Version)
        ?? TextRules.Optional("Package tag", fields.Tag)
        ?? CheckUrl(fields.Url)
        ?? CheckUrlData(fields.UrlData)
        ?? TextRules.Info(fields.AdditionalInfo);

    public static Refusal? CheckUnchanged(OtaPackageFields stored, OtaPackageFields asked) =>
        Changed(stored.ProfileId != asked.ProfileId, "device profile")
        ?? Changed(stored.Type != asked.Type, "type")
        ?? Changed(stored.Title != asked.Title, "title")
        ?? Changed(stored.Version != asked.Version, "version")
        ?? Changed(stored.Tag != asked.Tag, "tag")
        ?? Changed(stored.Url != asked.Url, "URL")
        ?? Changed(stored.UrlData != asked.UrlData, "size or checksum");

    private static Refusal? CheckUrl(string? url) => url switch
    {
        null => null,
        _ when string.IsNullOrWhiteSpace(url) => BlankUrl,
        { Length: > MaxUrl } => LongUrl,
        _ => TextRules.NoNul("Package URL", url),
    };

    private static Refusal? CheckUrlData(OtaUrlData? data) =>
        data?.Size < 0 ? NegativeSize : data?.Checksum is { } checksum && !checksum.All(char.IsAsciiHexDigit) ? NoHex : TextRules.Optional("Package checksum", data?.Checksum);

    private static Refusal? Changed(bool changed, string what) => changed ? new(Outcome.Invalid, $"The {what} of a package cannot be changed") : null;
}
