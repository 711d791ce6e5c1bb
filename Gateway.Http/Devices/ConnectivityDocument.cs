namespace OrleansIot.Gateway.Devices;

/// <summary>Commands to try a device with, by transport and scheme.</summary>
internal sealed record ConnectivityDocument(IReadOnlyDictionary<string, string> Http);
