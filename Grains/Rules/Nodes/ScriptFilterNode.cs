using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A script says whether the message goes by True or by False.</summary>
internal sealed class ScriptFilterNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly RuleScript _script = settings.Script(ScriptKind.Filter);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) =>
        Decide(message, await services.Scripts.RunAsync(_script, message).ConfigureAwait(false));

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) =>
        services.Scripts.TryRun(_script, message, run.TimeLeft) is { } result ? Decide(message, result) : null;

    private static NodeResult Decide(RuleMessage message, ScriptResult result) =>
        result.IsDone ? NodeResult.Verdict(result.Verdict, message) : NodeResult.Failure(message, result.Error!);
}
