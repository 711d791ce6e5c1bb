using System.Text;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Rules.Scripts;
using OrleansIot.Grains.Values;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Raises an alarm of the device, or raises again the one of that type that is not cleared.</summary>
internal sealed class CreateAlarmNode : RuleNode
{
    private const string Created = "Created";
    private const string Updated = "Updated";

    private readonly RuleServices _services;
    private readonly MessagePattern _type;
    private readonly MessagePattern _severity;
    private readonly RuleScript _details;

    public CreateAlarmNode(NodeSettings settings, RuleServices services)
    {
        _services = services;
        if (settings.Flag("useMessageAlarmData"))
            settings.Refuse("'useMessageAlarmData' is not available: let the node say type and severity");
        _type = new(settings.RequiredText("alarmType"));
        var severity = settings.Text("severity", "CRITICAL");
        if (!severity.Contains('$') && !AlarmNames.TryParseSeverity(severity, out _))
            settings.Refuse("'severity' must be CRITICAL, MAJOR, MINOR, WARNING or INDETERMINATE");
        _severity = new(severity);
        _details = settings.Script(ScriptKind.Json, "alarmDetailsBuildJs");
    }

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        var type = _type.Fill(message);
        if (TextRules.Required("Alarm type", type) is { } refusal)
            return NodeResult.Failure(message, refusal.Reason);
        if (!AlarmNames.TryParseSeverity(_severity.Fill(message), out var severity))
            return NodeResult.Failure(message, $"'{_severity.Fill(message)}' is no severity");
        var active = await _services.Alarms.FindActiveAsync(message.Originator.Id, type, CancellationToken.None).ConfigureAwait(false);
        var details = await AlarmDetails.BuildAsync(_services, _details, message, active).ConfigureAwait(false);
        if (!details.IsDone)
            return NodeResult.Failure(message, details.Error!);
        var raise = new AlarmRaise(message.Originator.Id, type, severity, _services.Now, Encoding.UTF8.GetBytes(details.Text));
        var raised = await _services.Alarms.RaiseAsync(raise, CancellationToken.None).ConfigureAwait(false);
        if (raised is not { } end)
            return NodeResult.Failure(message, "The device is gone");
        return NodeResult.To(end.IsNew ? Created : Updated, AlarmDetails.Message(message, end.Alarm, end.IsNew ? "isNewAlarm" : "isExistingAlarm"));
    }
}
