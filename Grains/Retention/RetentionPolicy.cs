namespace OrleansIot.Grains.Retention;

/// <summary>Which readings are over, by device profile.</summary>
/// <param name="Ends">For each profile whose readings do not stay for ever: those before this instant are over, in milliseconds since 1970.</param>
/// <param name="CommonEnd">Readings before this instant are over whatever their profile is; null: some stay for ever.</param>
public sealed record RetentionPolicy(IReadOnlyDictionary<Guid, long> Ends, long? CommonEnd)
{
    /// <summary>Whether everything stays.</summary>
    public bool IsEmpty => Ends.Count == 0;

    /// <param name="profiles">All profiles, with the time to live that each asks for: null is the default one, zero is for ever.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static RetentionPolicy Of(IEnumerable<(Guid Profile, TimeSpan? TimeToLive)> profiles, TimeSpan? usual, long now)
    {
        var ends = new Dictionary<Guid, long>();
        var (longest, some) = (TimeSpan.Zero, false);
        foreach (var (profile, own) in profiles)
        {
            var life = (own ?? usual) is { } time && time > TimeSpan.Zero ? time : TimeSpan.MaxValue;
            (longest, some) = (life > longest ? life : longest, true);
            if (life != TimeSpan.MaxValue)
                ends.Add(profile, now - (long)life.TotalMilliseconds);
        }

        return new(ends, some && longest != TimeSpan.MaxValue ? now - (long)longest.TotalMilliseconds : null);
    }
}
