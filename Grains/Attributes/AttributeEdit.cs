using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Attributes;

/// <summary>A change of attributes whose versions are reserved, to be committed with other changes of the device.</summary>
internal sealed class AttributeEdit(AttributesChange change, Action<AttributesChange, ChangeResult> end)
{
    public AttributesChange Change => change;

    /// <summary>The commit is answered: makes it visible, or gives the versions back.</summary>
    public void End(ChangeResult result) => end(change, result);
}
