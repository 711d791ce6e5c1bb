using Microsoft.Extensions.Logging;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules.Calls;

/// <summary>
/// The calls of one device to the server. A call runs through the chain once in an activation; who waits for its answer asks again and again with the call's id,
/// so that nothing hangs on a silo that ends: the next activation runs it anew.
/// </summary>
internal sealed partial class CallFacet(OutboxContext context, RuleReplies replies, ISiloIdentity silo, Func<RuleOriginator?> originator)
{
    /// <summary>How long one question waits; less than the caller's patience with a grain.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, PendingCall> _calls = [];

    public async Task<ServerReply> AskAsync(ServerCall call, RuleRoute? route)
    {
        if (!_calls.TryGetValue(call.Id, out var pending))
        {
            Purge();
            if (_calls.Values.Count(c => !c.Reply.Task.IsCompleted) >= context.Options.MaxCallsPerDevice)
                return ServerReply.Busy;
            pending = Begin(call, route);
        }
        var reply = pending.Reply.Task;
        if (!reply.IsCompleted)
            await Task.WhenAny(reply, Task.Delay(Slice, context.Time));
        return reply.IsCompleted ? await reply : ServerReply.Waiting;
    }

    /// <summary>Ends all that wait: the device or its credentials are gone.</summary>
    public void EndAll(ServerReply end)
    {
        foreach (var (id, call) in _calls)
        {
            replies.Forget(id);
            call.Reply.TrySetResult(end);
        }
    }

    private PendingCall Begin(ServerCall call, RuleRoute? route)
    {
        var pending = new PendingCall(context.Time.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(call.Remaining) + Kept));
        _calls.Add(call.Id, pending);
        if (route is null || originator() is not { } about)
            return pending;
        replies.Expect(call.Id, json => pending.Reply.TrySetResult(new(Outcome.Done, json)));
        var message = new RuleMessage(call.Id, MessageTypes.RpcFromDevice, about, call.Data, new Dictionary<string, string>(5, StringComparer.Ordinal)
        {
            ["deviceName"] = about.Name,
            ["deviceType"] = about.Type,
            ["requestId"] = "0",
            ["serviceId"] = silo.Name,
            ["sessionId"] = call.Id.ToString("D"),
        });
        _ = Task.Run(() => RunAsync(route, message));
        return pending;
    }

    private async Task RunAsync(RuleRoute route, RuleMessage message)
    {
        try
        {
            await context.Engine.RunAsync(route.Chain, message);
        }
        catch (Exception exception)
        {
            LogFailed(context.Log, exception, message.Originator.Id);
        }
    }

    private void Purge()
    {
        var now = context.Time.GetTimestamp();
        foreach (var (id, _) in _calls.Where(c => c.Value.Until <= now).ToArray())
        {
            _calls.Remove(id);
            replies.Forget(id);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * context.Time.TimestampFrequency);

    [LoggerMessage(1415, LogLevel.Warning, "A call of device {Device} did not pass its rule chain; it waits until its time is over")]
    private static partial void LogFailed(ILogger log, Exception exception, Guid device);
}
