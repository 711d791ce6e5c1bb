using OrleansIot.Grains.Retention;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Answers pieces of a run as a test tells it to, and tells the test that it was asked.</summary>
internal sealed class ScriptedRetentionStore : IRetentionStore
{
    private readonly Lock _gate = new();
    private readonly List<long> _asked = [];

    /// <summary>What a piece that begins after the given place does.</summary>
    public Func<long, RetentionStep> Script { get; set; } = _ => throw new InvalidOperationException("No script.");

    public long[] Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public Task<RetentionStep> StepAsync(RetentionPolicy policy, long after, CancellationToken cancellation)
    {
        lock (_gate)
            _asked.Add(after);
        return Task.FromResult(Script(after));
    }
}
