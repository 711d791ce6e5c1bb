using OrleansIot.Gateway.Http;

namespace OrleansIot.Silo.Hosting;

/// <summary>Holds requests that come before the silo serves, but for those that ask for health: a device that calls during a restart sees latency, not an error.</summary>
internal sealed class StartGate
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _open.Task.IsCompletedSuccessfully;

    public void Open() => _open.TrySetResult();

    public RequestDelegate Guard(RequestDelegate next) => context =>
        IsOpen || context.Request.Path.StartsWithSegments("/health") ? next(context) : WaitAsync(context, next);

    private async Task WaitAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await _open.Task.WaitAsync(LongestWait, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
        }
        catch (TimeoutException)
        {
            await ErrorObject.WriteBusyAsync(context);
            return;
        }
        await next(context);
    }
}
