namespace OrleansIot.Grains.Workflows;

/// <summary>
/// Where a workflow keeps its own progress: low rate, restartable, nobody else's to read. What people query is in tables of its own.
/// </summary>
public static class WorkflowStorage
{
    /// <summary>Name of the storage provider, for <c>[PersistentState]</c>.</summary>
    public const string Name = "workflow";
}
