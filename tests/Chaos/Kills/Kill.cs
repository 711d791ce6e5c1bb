namespace OrleansIot.Chaos.Kills;

/// <summary>One kill -9 and the new start after it; all times in ticks of Stopwatch.</summary>
/// <param name="StartedAt">When the new start began.</param>
/// <param name="ReadyAt">When the new process was ready.</param>
internal sealed record Kill(KillTarget Target, string Name, long At, long StartedAt, long ReadyAt);
