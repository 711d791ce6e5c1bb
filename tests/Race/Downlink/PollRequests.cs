using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Downlink;

/// <summary>What devices and people send in the events of the downlink.</summary>
internal static class PollRequests
{
    /// <summary>A poll for changes of shared attributes, as long as one may be.</summary>
    public static byte[] Updates(FleetDevice device) => WireRequest.Get($"/api/v1/{device.Token}/attributes/updates?timeout=300000");

    public static byte[] Attributes(FleetDevice device) => WireRequest.Get($"/api/v1/{device.Token}/attributes");

    /// <summary>A shared change to a value.</summary>
    public static byte[] Change(FleetDevice device, int value, string accessToken) =>
        WireRequest.Post($"/api/plugins/telemetry/DEVICE/{device.Id}/SHARED_SCOPE", BodyOf(value), accessToken);

    /// <summary>The change as it is written and as its poll is answered.</summary>
    public static string BodyOf(int value) => string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{value}}}");
}
