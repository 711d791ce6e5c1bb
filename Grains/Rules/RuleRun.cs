using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OrleansIot.Grains.Rules.Nodes;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// One message on its way through a chain, with all that is made of it. It may begin before the message is committed: then it stops before the first node, on each way,
/// that does more than decide, and goes on from there.
/// </summary>
internal sealed partial class RuleRun(RuleEngine engine, CompiledChain chain, RuleMessage posted)
{
    private int _visits;
    private bool _isAhead;
    private long _aheadUntil;
    private List<(CompiledNode Node, Frame Frame)>? _held;

    /// <summary>Why it did not come to its end as the chain's author meant it; null: it did. The first reason counts.</summary>
    public string? Error { get; private set; }

    public CompiledChain Chain => chain;

    public RuleMessage Posted => posted;

    public RuleCatalog Catalog => engine.Catalog;

    /// <summary>What is left of the time that nodes may take before the commit.</summary>
    public TimeSpan TimeLeft => engine.TimeUntil(_aheadUntil);

    /// <summary>Whether there is something to do behind the commit.</summary>
    public bool IsHeld => _held is not null;

    /// <summary>Whether the message still says what was posted: then what it says is stored already.</summary>
    public bool IsAsPosted(RuleMessage message) =>
        ReferenceEquals(message.Data, posted.Data) && message.Type == posted.Type && message.Metadata.GetValueOrDefault("ts") == posted.Metadata.GetValueOrDefault("ts");

    /// <summary>Completes when nothing is left to do but what waits for somebody outside.</summary>
    public Task EnterAsync() => EnterAsync(chain, null, null, posted);

    /// <summary>
    /// Goes as far as the message can before it is committed, and no longer than to an instant (a timestamp of the time provider). False: it did not come through,
    /// and is of no use.
    /// </summary>
    public bool TryEnterAhead(long until)
    {
        (_isAhead, _aheadUntil) = (true, until);
        // Nothing on this way waits: it is through when this returns.
        var entered = EnterAsync();
        _isAhead = false;
        return entered.IsCompletedSuccessfully;
    }

    /// <summary>Goes on where it stopped; completes as <see cref="EnterAsync()"/> does.</summary>
    public Task ContinueAsync()
    {
        var held = _held ?? [];
        _held = null;
        return Task.WhenAll(held.Select(at => VisitAsync(at.Node, at.Frame, posted)));
    }

    private Task EnterAsync(CompiledChain entered, CompiledNode? caller, Frame? outer, RuleMessage message)
    {
        engine.Debug.Entered(entered, message);
        return entered.First is { } first ? VisitAsync(first, new(caller, outer, (outer?.Depth ?? 0) + 1), message) : Task.CompletedTask;
    }

    private async Task VisitAsync(CompiledNode node, Frame frame, RuleMessage message)
    {
        var visits = Interlocked.Increment(ref _visits);
        // What people look at in the debug stream is committed.
        if (_isAhead && (engine.Debug.IsOn(node) || !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            Hold(node, frame);
            return;
        }
        // A long way through nodes that never wait is a deep stack.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        engine.Debug.In(node, message);
        if (visits > engine.Options.MaxNodesPerMessage)
        {
            End(node, message, $"The message has passed {engine.Options.MaxNodesPerMessage} nodes: does the chain lead back into itself?");
            return;
        }
        switch (node.Node)
        {
            case ChainInputNode input:
                await EnterAsync(node, input, frame, message).ConfigureAwait(false);
                break;
            case ChainOutputNode:
                engine.Debug.Out(node, message, null);
                if (frame is { Caller: { } caller, Outer: { } outer })
                    await LeaveAsync(caller, outer, NodeResult.To(node.Info.Name, message)).ConfigureAwait(false);
                break;
            default:
                if (!_isAhead)
                    await LeaveAsync(node, frame, await ProcessAsync(node, message).ConfigureAwait(false)).ConfigureAwait(false);
                else if (Foresee(node, message) is { } foreseen)
                    await LeaveAsync(node, frame, foreseen).ConfigureAwait(false);
                else
                    Hold(node, frame);
                break;
        }
    }

    private async Task EnterAsync(CompiledNode node, ChainInputNode input, Frame frame, RuleMessage message)
    {
        var finding = FindAsync(input, message);
        if (_isAhead && !finding.IsCompletedSuccessfully)
        {
            Hold(node, frame);
            return;
        }
        var inner = await finding.ConfigureAwait(false);
        if (inner is null)
            await LeaveAsync(node, frame, NodeResult.Failure(message, "There is no such rule chain")).ConfigureAwait(false);
        else if (frame.Depth >= engine.Options.MaxDepth)
            await LeaveAsync(node, frame, NodeResult.Failure(message, $"Rule chains are nested more than {engine.Options.MaxDepth} times")).ConfigureAwait(false);
        else
            await EnterAsync(inner, node, frame, message).ConfigureAwait(false);
    }

    private async ValueTask<CompiledChain?> FindAsync(ChainInputNode input, RuleMessage message) => input.ForwardsToDefault
        ? (await Catalog.RouteAsync(message.Originator.ProfileId).ConfigureAwait(false))?.Chain
        : await Catalog.ChainAsync(input.ChainId).ConfigureAwait(false);

    private void Hold(CompiledNode node, Frame frame)
    {
        Interlocked.Decrement(ref _visits);
        (_held ??= []).Add((node, frame));
    }

    private NodeResult? Foresee(CompiledNode node, RuleMessage message)
    {
        try
        {
            return node.Node.Foresee(message, this);
        }
        catch (Exception exception)
        {
            return Fail(node, message, exception);
        }
    }

    private async ValueTask<NodeResult> ProcessAsync(CompiledNode node, RuleMessage message)
    {
        try
        {
            return await node.Node.ProcessAsync(message, this).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Fail(node, message, exception);
        }
    }

    private NodeResult Fail(CompiledNode node, RuleMessage message, Exception exception)
    {
        LogFailed(engine.Log, exception, node.Info.Type);
        return NodeResult.Failure(message, exception is TimeoutException ? "The server is overloaded" : "The node failed for a reason of the server");
    }

    private async Task LeaveAsync(CompiledNode node, Frame frame, NodeResult result)
    {
        if (result.Later is { } later)
        {
            if (!engine.TryDetach(() => ResumeAsync(node, frame, later)))
                await LeaveAsync(node, frame, NodeResult.Failure(result.Message!, "Too many messages wait for an answer")).ConfigureAwait(false);
            return;
        }
        if (result.Several is { } several)
        {
            await Task.WhenAll(several.Select(output => FollowAsync(node, frame, output.Relation, output.Message, null))).ConfigureAwait(false);
            return;
        }
        if (result.Message is { } message)
            await FollowAsync(node, frame, result.Relation!, message, result.Error).ConfigureAwait(false);
    }

    private async Task ResumeAsync(CompiledNode node, Frame frame, Task<NodeResult> later) => await LeaveAsync(node, frame, await later.ConfigureAwait(false)).ConfigureAwait(false);

    private Task FollowAsync(CompiledNode node, Frame frame, string relation, RuleMessage message, string? error)
    {
        engine.Debug.Out(node, message, relation, error);
        var targets = node.Next(relation);
        switch (targets.Length)
        {
            case 0:
                if (error is not null && relation == Relation.Failure)
                    Error ??= $"{node.Info.Name}: {error}";
                return Task.CompletedTask;
            case 1:
                return VisitAsync(targets[0], frame, message);
            default:
                return Task.WhenAll(targets.Select(target => VisitAsync(target, frame, message)));
        }
    }

    private void End(CompiledNode node, RuleMessage message, string error)
    {
        engine.Debug.Out(node, message, Relation.Failure, error);
        Error ??= $"{node.Info.Name}: {error}";
    }

    [LoggerMessage(1401, LogLevel.Error, "A rule node of type {Type} failed")]
    private static partial void LogFailed(ILogger log, Exception exception, string type);

    /// <summary>Where a chain that is inside another goes on.</summary>
    /// <param name="Caller">The node that led into the chain; null in the outermost.</param>
    private sealed record Frame(CompiledNode? Caller, Frame? Outer, int Depth);
}
