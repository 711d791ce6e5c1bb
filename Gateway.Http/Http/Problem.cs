namespace OrleansIot.Gateway.Http;

/// <summary>A refusal as an answer of the management API: the error object.</summary>
internal sealed record Problem(int Status, string Message, int ErrorCode) : IResult
{
    /// <summary>400: the request is not one that can be served.</summary>
    public static Problem Bad(string message) => new(StatusCodes.Status400BadRequest, message, ApiErrorCode.BadRequest);

    public Task ExecuteAsync(HttpContext httpContext) => ErrorObject.WriteAsync(httpContext, Status, Message, ErrorCode);
}
