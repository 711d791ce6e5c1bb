using Microsoft.Extensions.Options;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Calls;

/// <summary>
/// How the gateway calls grains: short attempts, made again with jitter when the way to the grain failed or the activation was overtaken, until the deadline. So a silo
/// that dies is latency to a device, not an error. What is called must be safe to repeat. A grain's Busy is an answer: repeating it would feed the overload.
/// </summary>
/// <remarks>
/// The way that every request goes awaits the grain itself, in the state machine it has anyway: <see cref="Begin"/>, the call, and only where that fails
/// <see cref="RepeatAsync"/>. Everybody else uses <see cref="RunAsync{T}(Func{Task{T}}, CancellationToken)"/>.
/// </remarks>
internal sealed class CallPolicy(IOptions<CallOptions> options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _deadline = TimeSpan.FromMilliseconds(options.Value.Deadline);

    public Call Begin()
    {
        CallInstruments.Attempted();
        return new(Random.Shared.NextInt64(), time.GetTimestamp());
    }

    /// <summary>The first attempt and, where it fails, the others.</summary>
    /// <exception cref="CallExpiredException">The deadline has come.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken aborted) => RunAsync(Begin(), call, aborted);

    /// <summary>The same as a part of a request that has begun earlier: the deadline is the request's.</summary>
    public async Task<T> RunAsync<T>(Call begun, Func<Task<T>> call, CancellationToken aborted)
    {
        RetryReason reason;
        try
        {
            var answer = await call();
            if (!IsSuperseded(answer))
                return answer;
            reason = RetryReason.Superseded;
        }
        catch (Exception exception) when (Transience.Of(exception) is not null)
        {
            reason = Transience.Of(exception)!.Value;
        }
        return await RepeatAsync(begun, reason, call, aborted);
    }

    /// <summary>The attempts after the first one.</summary>
    /// <param name="reason">Why the first one was not the last.</param>
    /// <exception cref="CallExpiredException">The deadline has come.</exception>
    public async Task<T> RepeatAsync<T>(Call begun, RetryReason reason, Func<Task<T>> call, CancellationToken aborted)
    {
        Exception? last = null;
        for (var longest = FirstPause; ; longest = longest + longest < LongestPause ? longest + longest : LongestPause)
        {
            var pause = Pause(reason, longest);
            var left = _deadline - time.GetElapsedTime(begun.Started) - pause;
            if (left <= TimeSpan.Zero)
                break;
            CallInstruments.Retried(reason);
            await Task.Delay(pause, time, aborted);
            try
            {
                var answer = await call().WaitAsync(left, time, aborted);
                if (!IsSuperseded(answer))
                    return answer;
                reason = RetryReason.Superseded;
            }
            catch (Exception exception) when (Transience.Of(exception) is not null)
            {
                (last, reason) = (exception, Transience.Of(exception)!.Value);
            }
        }
        CallInstruments.Expired();
        throw new CallExpiredException(reason, last);
    }

    private static bool IsSuperseded<T>(T answer) => answer switch
    {
        Outcome outcome => outcome == Outcome.Superseded,
        IAnswer other => other.Outcome == Outcome.Superseded,
        _ => false,
    };

    /// <summary>Who has waited for an answer in vain has waited enough; who was turned away gives the cluster time to find itself.</summary>
    private static TimeSpan Pause(RetryReason reason, TimeSpan longest) =>
        reason == RetryReason.Timeout ? TimeSpan.Zero : longest * (0.5 + (0.5 * Random.Shared.NextDouble()));
}
