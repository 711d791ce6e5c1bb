using OrleansIot.Attributes;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Stores the message as attributes. A post that nothing was made of is stored in the client scope already, and only passes there.</summary>
internal sealed class SaveAttributesNode : RuleNode
{
    private readonly RuleServices _services;
    private readonly AttributeScope? _scope;
    private readonly bool _rewriteUnchanged;

    public SaveAttributesNode(NodeSettings settings, RuleServices services)
    {
        _services = services;
        _rewriteUnchanged = !settings.Flag("updateAttributesOnlyOnValueChange", true);
        var scope = settings.Text("scope", "");
        if (scope.Length > 0 && !TryParse(scope, out _scope))
            settings.Refuse("'scope' must be SERVER_SCOPE, SHARED_SCOPE or CLIENT_SCOPE");
    }

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        if (IsStored(message, run))
            return NodeResult.Success(message);
        if (_scope is not { } scope && !TryParse(message.Metadata.GetValueOrDefault("scope") ?? "", out scope))
            return NodeResult.Failure(message, "Neither the node nor the metadata say which scope");
        if (!ReadingJson.TryParse(message.Data, 0, out var readings, out var problem))
            return NodeResult.Failure(message, problem);
        var batch = new AttributeBatch(_services.Now, [.. readings.Select(r => new AttributeValue(r.Key, r.Value))]);
        var outcome = await Persistence.TryAsync(_services.Time, () => _services.Device(message).SaveAttributes(scope, batch, _rewriteUnchanged)).ConfigureAwait(false);
        return outcome == Outcome.Done ? NodeResult.Success(message) : NodeResult.Failure(message, Persistence.Describe(outcome));
    }

    public override NodeResult? Foresee(RuleMessage message, RuleRun run) => IsStored(message, run) ? NodeResult.Success(message) : null;

    public override string? Passes(string type) => type == MessageTypes.PostAttributes && _scope == AttributeScope.Client ? Relation.Success : null;

    private bool IsStored(RuleMessage message, RuleRun run) =>
        message.Type == MessageTypes.PostAttributes && _scope == AttributeScope.Client && run.IsAsPosted(message);

    private static bool TryParse(string name, out AttributeScope? scope)
    {
        scope = TryParse(name, out AttributeScope found) ? found : null;
        return scope is not null;
    }

    private static bool TryParse(string name, out AttributeScope scope)
    {
        scope = name switch
        {
            "CLIENT_SCOPE" => AttributeScope.Client,
            "SHARED_SCOPE" => AttributeScope.Shared,
            "SERVER_SCOPE" => AttributeScope.Server,
            _ => default,
        };
        return scope != default;
    }
}
