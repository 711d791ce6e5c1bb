namespace OrleansIot.Gateway.Rpc;

/// <summary>An answer that is told of afterwards: whether a live connection took it.</summary>
internal sealed class SettledResult(IResult answer, Action<bool> settle) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var isWritten = false;
        try
        {
            await answer.ExecuteAsync(httpContext);
            await httpContext.Response.CompleteAsync();
            isWritten = !httpContext.RequestAborted.IsCancellationRequested;
        }
        finally
        {
            settle(isWritten);
        }
    }
}
