using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A script names the relations by which the message goes on.</summary>
internal sealed class ScriptSwitchNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly RuleScript _script = settings.Script(ScriptKind.Switch);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) =>
        Decide(message, await services.Scripts.RunAsync(_script, message).ConfigureAwait(false));

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) =>
        services.Scripts.TryRun(_script, message, run.TimeLeft) is { } result ? Decide(message, result) : null;

    private static NodeResult Decide(RuleMessage message, ScriptResult result)
    {
        if (!result.IsDone)
            return NodeResult.Failure(message, result.Error!);
        return result.Relations is [var only] ? NodeResult.To(only, message) : NodeResult.Many([.. result.Relations.Select(relation => (relation, message))]);
    }
}
