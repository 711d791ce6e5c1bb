namespace OrleansIot.Servers;

/// <summary>A device made for a test.</summary>
public sealed record FleetDevice(Guid Id, string Token);
