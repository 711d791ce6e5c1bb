using OrleansIot.Grains.Telemetry;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Stores the message as readings. A post that nothing was made of is stored already, and only passes.</summary>
internal sealed class SaveTimeseriesNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private readonly bool _serverTime = settings.Flag("useServerTs");

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        if (IsStored(message, run))
            return NodeResult.Success(message);
        var ts = !_serverTime && long.TryParse(message.Metadata.GetValueOrDefault("ts"), out var given) ? given : services.Now;
        if (!ReadingJson.TryParse(message.Data, ts, out var readings, out var problem))
            return NodeResult.Failure(message, problem);
        var outcome = await Persistence.TryAsync(services.Time, () => services.Device(message).SaveReadings(new TelemetryBatch(readings))).ConfigureAwait(false);
        return outcome == Outcome.Done ? NodeResult.Success(message) : NodeResult.Failure(message, Persistence.Describe(outcome));
    }

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) => IsStored(message, run) ? NodeResult.Success(message) : null;

    public override string? Passes(string type) => type == MessageTypes.PostTelemetry && !_serverTime ? Relation.Success : null;

    private bool IsStored(RuleMessage message, RuleRun run) => message.Type == MessageTypes.PostTelemetry && !_serverTime && run.IsAsPosted(message);
}
