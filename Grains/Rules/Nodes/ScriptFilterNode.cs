using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A script says whether the message goes by True or by False.</summary>
internal sealed class ScriptFilterNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly RuleScript _script = settings.Script(ScriptKind.Filter);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        var result = await services.Scripts.RunAsync(_script, message).ConfigureAwait(false);
        return result.IsDone ? NodeResult.Verdict(result.Verdict, message) : NodeResult.Failure(message, result.Error!);
    }
}
