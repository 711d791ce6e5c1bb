using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>What a waiting caller is answered: the table of specification 3.3, in one place. The older paths, under <c>/api/plugins/rpc</c>, tell more of why there is no reply.</summary>
internal static class CallerAnswer
{
    public static IResult Of(CommandEnd end, bool isOlder) => end.Status switch
    {
        CommandStatus.Successful when end.Reply is { IsJson: true } reply => new ReplyResult(reply.Json),
        CommandStatus.Successful => new EmptyResult(StatusCodes.Status406NotAcceptable),
        CommandStatus.Delivered => Reply.Empty,
        CommandStatus.Expired => Silence(isOlder, StatusCodes.Status409Conflict),
        _ => Late(isOlder),
    };

    /// <summary>No reply in time, or no time at all.</summary>
    public static IResult Late(bool isOlder) => Silence(isOlder, StatusCodes.Status408RequestTimeout);

    /// <summary>The device has as many open commands as it may.</summary>
    public static IResult Full(string? reason) => new FullResult(reason);

    private static EmptyResult Silence(bool isOlder, int older) => new(isOlder ? older : StatusCodes.Status504GatewayTimeout);

    private sealed class ReplyResult(byte[] json) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = json.Length;
            await httpContext.Response.BodyWriter.WriteAsync(json);
        }
    }

    private sealed class EmptyResult(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }

    private sealed class FullResult(string? reason) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "1";
            return ErrorObject.WriteAsync(httpContext, StatusCodes.Status429TooManyRequests, reason ?? "Too many commands", ApiErrorCode.TooManyRequests);
        }
    }
}
