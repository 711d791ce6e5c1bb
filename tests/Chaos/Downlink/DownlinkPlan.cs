namespace OrleansIot.Chaos.Downlink;

/// <summary>What the devices, the writers and the callers of a downlink run do.</summary>
/// <param name="Updates">Shared changes over all devices.</param>
/// <param name="Commands">Two-way commands over all devices.</param>
/// <param name="Spread">Changes and commands happen at random instants within this time.</param>
/// <param name="CutShare">Share of polls whose connection the device cuts, from 0 to 1.</param>
/// <param name="PollTimeout">The poll's own time-out.</param>
/// <param name="CallTimeout">How long a caller waits for the end of its command.</param>
/// <param name="Grace">How much later than its own time-out a poll or a call may be answered; parking again takes some of it.</param>
/// <param name="Settling">How long devices may take to catch up after the last change.</param>
/// <param name="Seed">Replays the same instants and cuts.</param>
internal sealed record DownlinkPlan(
    int Devices,
    int Updates,
    int Commands,
    TimeSpan Spread,
    double CutShare,
    TimeSpan PollTimeout,
    TimeSpan CallTimeout,
    TimeSpan Grace,
    TimeSpan Settling,
    int Seed)
{
    /// <summary>A random source of its own for each thing that happens, so that one does not disturb the other.</summary>
    public Random RandomFor(int purpose, int device) => new(HashCode(Seed, purpose, device));

    private static int HashCode(int seed, int purpose, int device) => unchecked((((seed * 397) ^ purpose) * 397) ^ device);
}
