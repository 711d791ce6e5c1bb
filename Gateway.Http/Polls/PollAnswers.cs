using System.Diagnostics;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Polls;

/// <summary>What a device sees of each end of its poll: the one table, told to people in docs/long-poll.md.</summary>
internal static class PollAnswers
{
    public static Task WriteAsync(HttpContext context, PollEnd end)
    {
        switch (end)
        {
            case PollEnd.TimedOut:
                Empty(context, StatusCodes.Status408RequestTimeout);
                return Task.CompletedTask;
            case PollEnd.Disconnected:
                return Task.CompletedTask;
            case PollEnd.Deleted:
                return WriteDeletedAsync(context);
            case PollEnd.Revoked:
                Empty(context, StatusCodes.Status401Unauthorized);
                return Task.CompletedTask;
            case PollEnd.Stopping:
                if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
                    context.Response.Headers.Connection = "close";
                Empty(context, StatusCodes.Status408RequestTimeout);
                return Task.CompletedTask;
            case PollEnd.TooMany:
                context.Response.Headers.RetryAfter = "1";
                return ErrorObject.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many polls of this device are waiting already", ApiErrorCode.TooManyRequests);
            case PollEnd.Full or PollEnd.Unavailable:
                return ErrorObject.WriteBusyAsync(context);
            case PollEnd.Delivered:
            default:
                throw new UnreachableException("A delivery is written by the endpoint of its kind.");
        }
    }

    private static void Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
    }

    private static async Task WriteDeletedAsync(HttpContext context)
    {
        var text = "Device was deleted!"u8.ToArray();
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(text);
    }
}
