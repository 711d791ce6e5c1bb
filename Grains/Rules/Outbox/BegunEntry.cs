namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>The messages of an entry that is not committed yet, taken through their chain as far as nothing of it can be seen outside.</summary>
internal sealed class BegunEntry
{
    /// <summary>Larger posts, and posts with more instants, keep a grain's turn too long.</summary>
    private const int MaxBytes = 4_096;
    private const int MaxMessages = 16;

    private readonly RuleEngine _engine;
    private readonly List<RuleRun> _held = [];

    private BegunEntry(RuleEngine engine, CompiledChain chain) => (_engine, Chain) = (engine, chain);

    public CompiledChain Chain { get; }

    /// <summary>The chain has nothing to do with the entry any more: it need not be stored.</summary>
    public bool IsDone => _held.Count == 0;

    /// <summary>Null: the entry's messages are to be run behind the commit.</summary>
    public static BegunEntry? TryBegin(RuleEngine engine, CompiledChain chain, string type, byte[] data, byte[]? metadata, RuleOriginator originator)
    {
        // What people look at in the debug stream is committed.
        if (engine.Options.AheadTimeLimit == 0 || data.Length > MaxBytes || chain.Info.Fields.DebugMode)
            return null;
        var messages = OutboxMessages.Of(type, data, metadata, originator).ToArray();
        if (messages.Length > MaxMessages)
            return null;
        var begun = new BegunEntry(engine, chain);
        var until = engine.AheadUntil();
        foreach (var message in messages)
        {
            if (engine.TryRunAhead(chain, message, until) is not { } run)
                return null;
            if (run.IsHeld)
                begun._held.Add(run);
        }
        return begun;
    }

    /// <summary>Once, when the entry is committed.</summary>
    public async Task FinishAsync()
    {
        foreach (var run in _held)
            await _engine.ContinueAsync(run).ConfigureAwait(false);
    }
}
