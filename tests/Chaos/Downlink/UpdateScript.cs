using System.Globalization;

namespace OrleansIot.Chaos.Downlink;

/// <summary>The shared changes of one device, at random instants, and what is true after the last of them.</summary>
internal sealed class UpdateScript
{
    // Many, so that what is lost is seldom healed by a later change of the same key.
    private const int Keys = 30;
    private const double DeletionShare = 0.1;

    private readonly Dictionary<string, long> _truth = new(StringComparer.Ordinal);

    public UpdateScript(DownlinkPlan plan, int device)
    {
        var random = plan.RandomFor(Purposes.Updates, device);
        var count = (plan.Updates / plan.Devices) + (device < plan.Updates % plan.Devices ? 1 : 0);
        var instants = Enumerable.Range(0, count).Select(_ => plan.Spread * random.NextDouble()).Order().ToArray();
        Steps = [.. instants.Select((at, i) => Draw(random, at, i + 1))];
    }

    public IReadOnlyList<UpdateStep> Steps { get; }

    /// <summary>Every key that ever was, with its last value; null for one that is deleted.</summary>
    public IEnumerable<(string Key, long? Value)> Truth => Steps
        .SelectMany(s => s.IsDeletion ? [s.Key] : new[] { s.Key, UpdateView.Sequence })
        .Distinct()
        .Select(key => (key, _truth.TryGetValue(key, out var value) ? value : (long?)null));

    private UpdateStep Draw(Random random, TimeSpan at, long number)
    {
        var key = "k" + random.Next(Keys).ToString(CultureInfo.InvariantCulture);
        var isDeletion = random.NextDouble() < DeletionShare && _truth.Remove(key);
        if (!isDeletion)
            _truth[key] = _truth[UpdateView.Sequence] = number;
        return new UpdateStep(at, number, key, isDeletion);
    }
}
