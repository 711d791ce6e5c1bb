using System.Text;
using OrleansIot.Alarms;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>What the nodes that raise and clear alarms have in common.</summary>
internal static class AlarmDetails
{
    /// <summary>Where a script finds the details that the alarm has so far.</summary>
    private const string Previous = "prevAlarmDetails";

    public static ValueTask<ScriptResult> BuildAsync(RuleServices services, RuleScript script, RuleMessage message, AlarmInfo? alarm) =>
        services.Scripts.RunAsync(script, alarm?.Details is { } details ? message.With(Previous, Encoding.UTF8.GetString(details)) : message);

    /// <summary>The message that tells of the alarm.</summary>
    public static RuleMessage Message(RuleMessage message, AlarmInfo alarm, string flag) =>
        message.With(flag, "true") with { Type = MessageTypes.Alarm, Data = AlarmJson.Write(alarm) };
}
