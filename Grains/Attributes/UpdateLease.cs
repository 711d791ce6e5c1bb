namespace OrleansIot.Grains.Attributes;

/// <summary>Updates on their way to the device.</summary>
/// <param name="From">The version the device had when they were offered.</param>
/// <param name="UpTo">The version they lead to.</param>
/// <param name="Expires">Milliseconds of the monotonic clock: until then a lease without settlement holds others back, and a written one can be taken back.</param>
/// <param name="IsWritten">The gateway has written them to a live connection.</param>
internal readonly record struct UpdateLease(long Id, long PollId, long From, long UpTo, long Expires, bool IsWritten);
