namespace OrleansIot.Grains.Devices;

/// <summary>The few numbers that move with a device's attributes, polls and commands.</summary>
/// <param name="AttributesVersion">Version of the newest change of any attribute; 0 when there was none.</param>
/// <param name="UpdatesCursor">Version up to which the device has taken the changes of its shared attributes; null when it has never polled.</param>
/// <param name="UpdatesHorizon">Deletions up to this version may be forgotten; 0 when none is.</param>
/// <param name="LastRpc">Largest number given to a command; 0 when there was none.</param>
public sealed record DeviceState(long AttributesVersion, long? UpdatesCursor, long UpdatesHorizon, int LastRpc = 0);
