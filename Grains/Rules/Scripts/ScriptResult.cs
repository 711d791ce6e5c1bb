namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>What a run of a script brought. Only the members of the script's kind are set, and only when it is done.</summary>
/// <param name="Error">A sentence for people when it is not done.</param>
public sealed record ScriptResult(ScriptEnd End, string? Error = null)
{
    public bool IsDone => End == ScriptEnd.Done;

    /// <summary>Of a filter.</summary>
    public bool Verdict { get; init; }

    /// <summary>Of a switch.</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];

    /// <summary>Of a transformation.</summary>
    public IReadOnlyList<RuleMessage> Messages { get; init; } = [];

    /// <summary>JSON or text of the other kinds.</summary>
    public string Text { get; init; } = "";
}
