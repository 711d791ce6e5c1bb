using System.Globalization;

namespace OrleansIot.Gateway.Http;

/// <summary>429 with <c>Retry-After</c>.</summary>
internal sealed record TooManyRequests(int Seconds, string Message) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Seconds.ToString(CultureInfo.InvariantCulture);
        return ErrorObject.WriteAsync(httpContext, StatusCodes.Status429TooManyRequests, Message, ApiErrorCode.TooManyRequests);
    }
}
