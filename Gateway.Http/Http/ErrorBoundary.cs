namespace OrleansIot.Gateway.Http;

/// <summary>Around everything but the device API: nothing fails without an error object.</summary>
internal sealed class ErrorBoundary(RequestDelegate next, RequestFailures failures)
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
            await failures.AnswerAsync(context, exception);
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
}
