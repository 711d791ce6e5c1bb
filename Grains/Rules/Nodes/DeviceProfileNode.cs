namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>The head of ThingsBoard's stock chain. It evaluates the alarm rules of device profiles there; here it passes messages on, and says so where there are some.</summary>
internal sealed class DeviceProfileNode : RuleNode
{
    private const string Note = "The alarm rules of the device profile are not evaluated: let nodes create and clear alarms";

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) =>
        await run.Catalog.HasAlarmRulesAsync(message.Originator.ProfileId).ConfigureAwait(false) ? NodeResult.Noted(message, Note) : NodeResult.Success(message);

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) =>
        run.Catalog.HasAlarmRulesAsync(message.Originator.ProfileId) is { IsCompletedSuccessfully: true, Result: false } ? NodeResult.Success(message) : null;

    public override string Passes(string type) => Relation.Success;
}
