namespace OrleansIot.Grains.Tests.Model;

/// <summary>The clock on the wall of a world. It has no timers: whoever plays the world looks what is due.</summary>
internal sealed class WorldTime : TimeProvider
{
    /// <summary>Milliseconds since 1970.</summary>
    public long Now { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
}
