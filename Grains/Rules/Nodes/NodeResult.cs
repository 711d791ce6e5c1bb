namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>How a message, or what was made of it, leaves a node.</summary>
internal readonly record struct NodeResult
{
    /// <summary>Null: nothing leaves, or several messages do.</summary>
    public RuleMessage? Message { get; private init; }

    public string? Relation { get; private init; }

    public string? Error { get; private init; }

    public IReadOnlyList<(string Relation, RuleMessage Message)>? Several { get; private init; }

    /// <summary>Set when the node waits for somebody outside: the message counts as processed, and goes on when this completes.</summary>
    public Task<NodeResult>? Later { get; private init; }

    public static NodeResult To(string relation, RuleMessage message) => new() { Relation = relation, Message = message };

    public static NodeResult Success(RuleMessage message) => To(Nodes.Relation.Success, message);

    /// <param name="note">What the debug stream is to say, although nothing failed.</param>
    public static NodeResult Noted(RuleMessage message, string note) => Success(message) with { Error = note };

    public static NodeResult Verdict(bool verdict, RuleMessage message) => To(verdict ? Nodes.Relation.True : Nodes.Relation.False, message);

    public static NodeResult Failure(RuleMessage message, string error) => new() { Relation = Nodes.Relation.Failure, Message = message, Error = error };

    public static NodeResult Many(IReadOnlyList<(string Relation, RuleMessage Message)> outputs) => new() { Several = outputs };

    /// <param name="message">Leaves by Failure where there is no room to wait.</param>
    public static NodeResult Waiting(RuleMessage message, Task<NodeResult> later) => new() { Message = message, Later = later };
}
