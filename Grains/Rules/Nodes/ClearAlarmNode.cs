using System.Text;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Clears the device's alarm of a type, where there is one that is not cleared.</summary>
internal sealed class ClearAlarmNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private const string Cleared = "Cleared";

    private readonly MessagePattern _type = new(settings.RequiredText("alarmType"));
    private readonly RuleScript _details = settings.Script(ScriptKind.Json, "alarmDetailsBuildJs");

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        var type = _type.Fill(message);
        if (await services.Alarms.FindActiveAsync(message.Originator.Id, type, CancellationToken.None).ConfigureAwait(false) is not { } active)
            return NodeResult.To(Relation.False, message);
        var details = await AlarmDetails.BuildAsync(services, _details, message, active).ConfigureAwait(false);
        if (!details.IsDone)
            return NodeResult.Failure(message, details.Error!);
        var cleared = await services.Alarms.ClearAsync(active.Id, services.Now, Encoding.UTF8.GetBytes(details.Text), CancellationToken.None).ConfigureAwait(false);
        return cleared is null ? NodeResult.To(Relation.False, message) : NodeResult.To(Cleared, AlarmDetails.Message(message, cleared, "isClearedAlarm"));
    }
}
