namespace OrleansIot.Chaos.Toys;

/// <summary>A command on its way.</summary>
internal sealed record ToyCommand(int Id, string Parameters)
{
    public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
