namespace OrleansIot.Gateway.Http;

/// <summary>
/// Around everything but the device API: nothing fails without an error object. What the client did is 4xx; what failed here is 503, for nothing is known
/// to be stored then, and it is logged.
/// </summary>
internal sealed partial class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        SetHeaders(context);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await FailAsync(context, exception);
            return;
        }
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await ErrorObject.WriteAsync(context, response.StatusCode, Message(context), Code(response.StatusCode));
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        if (!context.Request.Path.StartsWithSegments("/api"))
            return;
        headers.CacheControl = ErrorObject.NoStore;
        headers.Pragma = "no-cache";
        headers.Expires = "0";
    }

    private static string Message(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => "Authentication failed",
        StatusCodes.Status403Forbidden => Outcomes.NoPermission,
        StatusCodes.Status404NotFound => "No such path",
        StatusCodes.Status405MethodNotAllowed => $"Allowed here: {context.Response.Headers.Allow}",
        StatusCodes.Status413PayloadTooLarge => "The payload is too large",
        StatusCodes.Status415UnsupportedMediaType => "The content type is not supported",
        _ => "The request cannot be served",
    };

    private static int Code(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ApiErrorCode.Authentication,
        StatusCodes.Status403Forbidden => ApiErrorCode.PermissionDenied,
        StatusCodes.Status404NotFound => ApiErrorCode.NotFound,
        StatusCodes.Status429TooManyRequests => ApiErrorCode.TooManyRequests,
        < 500 => ApiErrorCode.BadRequest,
        _ => ApiErrorCode.General,
    };

    private Task FailAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return ErrorObject.WriteAsync(context, bad.StatusCode, "The request is broken off or malformed", ApiErrorCode.BadRequest);
            case IOException or OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case TimeoutException or Orleans.Runtime.OrleansException:
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

    [LoggerMessage(2101, LogLevel.Warning, "A request to the management API was answered 503")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(2102, LogLevel.Error, "A request to the management API failed and was answered 503")]
    private partial void LogFailed(Exception exception);
}
