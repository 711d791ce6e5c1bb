using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A script makes another message of the message, or several.</summary>
internal sealed class ScriptTransformNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly RuleScript _script = settings.Script(ScriptKind.Transform);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        var result = await services.Scripts.RunAsync(_script, message).ConfigureAwait(false);
        if (!result.IsDone)
            return NodeResult.Failure(message, result.Error!);
        return result.Messages switch
        {
            [] => NodeResult.Failure(message, "The script returned no message"),
            [var only] => NodeResult.Success(only),
            var several => NodeResult.Many([.. several.Select(made => (Relation.Success, made with { Id = Guid.NewGuid() }))]),
        };
    }
}
