using System.Text.Json.Serialization;
using OrleansIot.Devices;

namespace OrleansIot.Gateway.Devices;

/// <summary>A device with the names of what it belongs to.</summary>
internal sealed record DeviceInfoDocument : DeviceDocument
{
    [JsonPropertyOrder(1)]
    public string? CustomerTitle { get; init; }

    [JsonPropertyOrder(1)]
    public bool CustomerIsPublic { get; init; }

    [JsonPropertyOrder(1)]
    public string? DeviceProfileName { get; init; }

    /// <summary>Null in lists, where it would cost a look at every device.</summary>
    [JsonPropertyOrder(1)]
    public bool? Active { get; init; }

    public static DeviceInfoDocument From(DeviceInfo device, Guid? publicCustomer, bool? active) => Fill(
        new DeviceInfoDocument
        {
            CustomerTitle = device.CustomerTitle,
            CustomerIsPublic = device.Fields.CustomerId is { } customer && customer == publicCustomer,
            DeviceProfileName = device.Type,
            Active = active,
        },
        device);
}
