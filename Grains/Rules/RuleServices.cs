using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Rules.Http;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules;

/// <summary>What nodes do their work with.</summary>
public sealed class RuleServices(
    ScriptPool scripts,
    IOptions<ScriptOptions> scriptOptions,
    IGrainFactory grains,
    IAlarmStore alarms,
    RuleReplies replies,
    RuleHttpClient http,
    ILoggerFactory loggers,
    TimeProvider time)
{
    public ScriptPool Scripts => scripts;

    public ScriptOptions ScriptOptions => scriptOptions.Value;

    public IAlarmStore Alarms => alarms;

    public RuleReplies Replies => replies;

    public RuleHttpClient Http => http;

    /// <summary>What log nodes write. A category of its own, so that it can be switched on alone.</summary>
    public ILogger Log { get; } = loggers.CreateLogger("OrleansIot.Rules.Log");

    public TimeProvider Time => time;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public IRuleDevice Device(RuleMessage message) => grains.GetGrain<IRuleDevice>(message.Originator.Id);
}
