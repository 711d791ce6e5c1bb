using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Keeps what it is given; commits at once, or when the test says so.</summary>
internal sealed class PassingCommitter : ICommitter
{
    public List<Change> Changes { get; } = [];

    /// <summary>Set to hold commits back; each is completed by the test.</summary>
    public Queue<TaskCompletionSource<ChangeResult>>? Held { get; set; }

    public ChangeResult Result { get; set; } = ChangeResult.Applied;

    public ValueTask<ChangeResult> CommitAsync(Change change)
    {
        Changes.Add(change);
        if (Held is null)
            return new(Result);
        var end = new TaskCompletionSource<ChangeResult>();
        Held.Enqueue(end);
        return new(end.Task);
    }
}
