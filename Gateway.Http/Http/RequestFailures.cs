namespace OrleansIot.Gateway.Http;

/// <summary>What a request is answered that ended in an exception: what the client did is 4xx; what failed here is logged and 503, for nothing is known to be stored then.</summary>
internal sealed partial class RequestFailures(ILogger<RequestFailures> log)
{
    public Task AnswerAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return ErrorObject.WriteAsync(context, bad.StatusCode, "The request is broken off or malformed", ApiErrorCode.BadRequest);
            case IOException or OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case TimeoutException or OrleansException:
                LogUnavailable(exception);
                break;
            default:
                LogFailed(exception);
                break;
        }
        if (context.Response.HasStarted)
            context.Abort();
        return ErrorObject.WriteBusyAsync(context);
    }

    [LoggerMessage(2001, LogLevel.Warning, "A request was answered 503")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "A request failed and was answered 503")]
    private partial void LogFailed(Exception exception);
}
