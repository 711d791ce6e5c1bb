using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Provisioning;

/// <summary>Whether one device has collected its credentials.</summary>
/// <param name="stored">The request that did it; null: none has.</param>
internal sealed class ProvisionFacet(long device, Guid? stored, AttributeFacet attributes, ICommitter committer)
{
    /// <summary>Server attribute of devices that have registered themselves. An operator who deletes it lets the device do so again.</summary>
    public const string StateKey = "provisionState";

    private static readonly TypedValue Provisioned = TypedValue.String("provisioned");

    private Guid? _attempt = stored;

    /// <summary>The attribute of a device that has just been registered.</summary>
    public static AttributeEntry InitialState(long now) => new(AttributeScope.Server, StateKey, Provisioned, now, 1);

    public async Task<ProvisionEnd> CollectAsync(CollectRule rule, Guid attempt, long now)
    {
        if (_attempt == attempt)
            return ProvisionEnd.Success;
        if (attributes.Read(AttributeScope.Server, [StateKey]).Length > 0)
            return rule == CollectRule.Once ? ProvisionEnd.Failure : ProvisionEnd.Success;
        if (rule == CollectRule.OnlyAgain)
            return ProvisionEnd.Failure;
        var edit = attributes.Stage(AttributeScope.Server, new(now, [new(StateKey, Provisioned)]), []);
        var result = await committer.CommitAsync(device, edit, new ProvisionChange(device, attempt, now));
        if (result == ChangeResult.Applied)
            _attempt = attempt;
        return result switch
        {
            ChangeResult.Applied => ProvisionEnd.Success,
            ChangeResult.Unmatched => ProvisionEnd.Superseded,
            _ => ProvisionEnd.Busy,
        };
    }
}
