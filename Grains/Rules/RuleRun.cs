using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OrleansIot.Grains.Rules.Nodes;

namespace OrleansIot.Grains.Rules;

/// <summary>One message on its way through a chain, with all that is made of it.</summary>
internal sealed partial class RuleRun(RuleEngine engine, RuleMessage posted)
{
    private int _visits;

    /// <summary>Why it did not come to its end as the chain's author meant it; null: it did. The first reason counts.</summary>
    public string? Error { get; private set; }

    public RuleCatalog Catalog => engine.Catalog;

    /// <summary>Whether the message still says what was posted: then what it says is stored already.</summary>
    public bool IsAsPosted(RuleMessage message) =>
        ReferenceEquals(message.Data, posted.Data) && message.Type == posted.Type && message.Metadata.GetValueOrDefault("ts") == posted.Metadata.GetValueOrDefault("ts");

    /// <summary>Completes when nothing is left to do but what waits for somebody outside.</summary>
    public Task EnterAsync(CompiledChain chain) => EnterAsync(chain, null, null, posted);

    private Task EnterAsync(CompiledChain chain, CompiledNode? caller, Frame? outer, RuleMessage message)
    {
        engine.Debug.Entered(chain, message);
        return chain.First is { } first ? VisitAsync(first, new(caller, outer, (outer?.Depth ?? 0) + 1), message) : Task.CompletedTask;
    }

    private async Task VisitAsync(CompiledNode node, Frame frame, RuleMessage message)
    {
        // A long way through nodes that never wait is a deep stack.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        engine.Debug.In(node, message);
        if (Interlocked.Increment(ref _visits) > engine.Options.MaxNodesPerMessage)
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
                await LeaveAsync(node, frame, await ProcessAsync(node, message).ConfigureAwait(false)).ConfigureAwait(false);
                break;
        }
    }

    private async Task EnterAsync(CompiledNode node, ChainInputNode input, Frame frame, RuleMessage message)
    {
        var chain = input.ForwardsToDefault
            ? (await Catalog.RouteAsync(message.Originator.ProfileId).ConfigureAwait(false))?.Chain
            : await Catalog.ChainAsync(input.ChainId).ConfigureAwait(false);
        if (chain is null)
            await LeaveAsync(node, frame, NodeResult.Failure(message, "There is no such rule chain")).ConfigureAwait(false);
        else if (frame.Depth >= engine.Options.MaxDepth)
            await LeaveAsync(node, frame, NodeResult.Failure(message, $"Rule chains are nested more than {engine.Options.MaxDepth} times")).ConfigureAwait(false);
        else
            await EnterAsync(chain, node, frame, message).ConfigureAwait(false);
    }

    private async ValueTask<NodeResult> ProcessAsync(CompiledNode node, RuleMessage message)
    {
        try
        {
            return await node.Node.ProcessAsync(message, this).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(engine.Log, exception, node.Info.Type);
            return NodeResult.Failure(message, exception is TimeoutException ? "The server is overloaded" : "The node failed for a reason of the server");
        }
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
