using Microsoft.Extensions.Logging;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Writes what a script makes of the message to the log of the category OrleansIot.Rules.Log, at level Debug: what devices cause does not fill the log unasked.</summary>
internal sealed partial class LogNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private const int MaxText = 4_000;

    private readonly RuleScript _script = settings.Script(ScriptKind.Text);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        if (!services.Log.IsEnabled(LogLevel.Debug))
            return NodeResult.Success(message);
        var result = await services.Scripts.RunAsync(_script, message).ConfigureAwait(false);
        if (!result.IsDone)
            return NodeResult.Failure(message, result.Error!);
        LogMessage(services.Log, result.Text.Length > MaxText ? result.Text[..MaxText] : result.Text);
        return NodeResult.Success(message);
    }

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) => services.Log.IsEnabled(LogLevel.Debug) ? null : NodeResult.Success(message);

    [LoggerMessage(1404, LogLevel.Debug, "{Text}")]
    private static partial void LogMessage(ILogger log, string text);
}
