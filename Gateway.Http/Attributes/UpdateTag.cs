using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using OrleansIot.Devices;

namespace OrleansIot.Gateway.Attributes;

/// <summary>
/// The version of a device's attributes as devices see it: the cursor of <c>?since=</c> and, as a weak tag, the ETag. It carries a mark of the device, so that a
/// token that has moved to another device is not mistaken for the one it opened before. A bare number is taken as a version of this device; 0 is the beginning.
/// </summary>
internal static class UpdateTag
{
    /// <summary>What <see cref="TryParse"/> gives for a cursor of another device.</summary>
    private const long Foreign = -1;

    public static string Cursor(long version, IDeviceGrain device) => string.Create(CultureInfo.InvariantCulture, $"{version}-{Mark(device):x8}");

    public static string Tag(long version, IDeviceGrain device) => $"W/\"{Cursor(version, device)}\"";

    /// <summary>False: not a cursor.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, IDeviceGrain device, out long since)
    {
        var dash = text.IndexOf('-');
        var version = dash < 0 ? text : text[..dash];
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out since))
            return false;
        if (dash < 0)
            return true;
        if (!uint.TryParse(text[(dash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mark))
            return false;
        since = mark == Mark(device) ? since : Foreign;
        return true;
    }

    /// <summary>The cursor that the header names; null when it names none. Tags that are not ours are no cursors.</summary>
    public static long? FromIfNoneMatch(StringValues header, IDeviceGrain device)
    {
        if (header.Count == 0 || !EntityTagHeaderValue.TryParseList(header, out var tags))
            return null;
        foreach (var tag in tags)
        {
            if (TryParse(tag.Tag.AsSpan().Trim('"'), device, out var since))
                return since;
        }
        return null;
    }

    /// <summary>Whether the header names this tag, compared weakly, or any (RFC 9110, section 13.1.2).</summary>
    public static bool Matches(StringValues header, string tag) =>
        header.Count > 0
        && EntityTagHeaderValue.TryParseList(header, out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));

    private static uint Mark(IDeviceGrain device)
    {
        Span<byte> id = stackalloc byte[16];
        device.GetPrimaryKey().TryWriteBytes(id);
        return BitConverter.ToUInt32(id[12..]);
    }
}
