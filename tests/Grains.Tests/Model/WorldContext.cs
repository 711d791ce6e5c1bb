namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Where whoever awaited something in a world goes on. Most do so in the same breath; those that the runtime hands over to be run later are run here and not by the
/// thread pool, so that a schedule plays the same each time.
/// </summary>
internal sealed class WorldContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Do, object? State)> _waiting = new();

    public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue((d, state));

    /// <summary>Runs what waits, and what it leads to.</summary>
    public void Run()
    {
        while (_waiting.TryDequeue(out var next))
            next.Do(next.State);
    }
}
