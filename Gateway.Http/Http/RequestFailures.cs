using OrleansIot.Gateway.Calls;

namespace OrleansIot.Gateway.Http;

/// <summary>What a request is answered that ended in an exception: what the client did is 4xx; what failed here is logged and 503, for nothing is known to be stored then.</summary>
internal sealed partial class RequestFailures(TimeProvider time, ILogger<RequestFailures> log)
{
    /// <summary>An outage fails every request alike: it is told once in this time, with how many it were.</summary>
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(5);

    private long _toldAt;
    private int _untold;

    public Task AnswerAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return ErrorObject.WriteAsync(context, bad.StatusCode, "The request is broken off or malformed", ApiErrorCode.BadRequest);
            case IOException or OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case CallExpiredException or TimeoutException or OrleansException:
                TellUnavailable(exception);
                break;
            default:
                LogFailed(exception);
                break;
        }
        if (context.Response.HasStarted)
            context.Abort();
        return ErrorObject.WriteBusyAsync(context);
    }

    private void TellUnavailable(Exception exception)
    {
        Interlocked.Increment(ref _untold);
        var (now, told) = (time.GetTimestamp(), Volatile.Read(ref _toldAt));
        var isDue = told == 0 || time.GetElapsedTime(told, now) > TellAgainAfter;
        if (isDue && Interlocked.CompareExchange(ref _toldAt, now, told) == told)
            LogUnavailable(exception, Interlocked.Exchange(ref _untold, 0));
    }

    [LoggerMessage(2001, LogLevel.Warning, "{Count} requests were answered 503 because the cluster did not answer, the last one so")]
    private partial void LogUnavailable(Exception exception, int count);

    [LoggerMessage(2002, LogLevel.Error, "A request failed and was answered 503")]
    private partial void LogFailed(Exception exception);
}
