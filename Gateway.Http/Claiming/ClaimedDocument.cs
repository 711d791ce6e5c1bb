using OrleansIot.Gateway.Devices;

namespace OrleansIot.Gateway.Claiming;

/// <summary>What a successful claim is answered.</summary>
internal sealed record ClaimedDocument(DeviceDocument Device, string Response);
