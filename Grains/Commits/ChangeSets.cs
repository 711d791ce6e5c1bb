using OrleansIot.Grains.Attributes;

namespace OrleansIot.Grains.Commits;

/// <summary>Commits of several changes of one device.</summary>
internal static class ChangeSets
{
    /// <summary>Commits the edit, if there is one, and the other changes, all or none, and ends the edit.</summary>
    public static async Task<ChangeResult> CommitAsync(this ICommitter committer, long device, AttributeEdit? edit, params Change[] others)
    {
        Change[] parts = edit is null ? others : [edit.Change, .. others];
        var result = await committer.CommitAsync(parts.Length == 1 ? parts[0] : new ChangeSet(device, parts));
        edit?.End(result);
        return result;
    }
}
