using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Hosting;

/// <summary>
/// The first thing a request meets. One that comes before the host serves waits, but for those that ask for health: a device that calls during a restart sees
/// latency, not an error. Once the host drains, every answer asks the client to connect anew, which leads it elsewhere before the doors close.
/// </summary>
public sealed class RequestGate
{
    private const int Closed = 0;
    private const int Opened = 1;
    private const int Draining = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _state = Closed;

    /// <summary>Whether requests pass as usual: the host has started and does not drain.</summary>
    public bool IsOpen => _state == Opened;

    public void Open()
    {
        if (Interlocked.CompareExchange(ref _state, Opened, Closed) == Closed)
            _opened.TrySetResult();
    }

    /// <summary>Requests still pass; their connections do not stay.</summary>
    public void Drain() => _state = Draining;

    public RequestDelegate Guard(RequestDelegate next) => context => _state == Opened ? next(context) : PassAsync(context, next);

    private async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (_state == Draining && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        if (!context.Request.Path.StartsWithSegments("/health") && !await IsOpenedInTimeAsync(context))
            await ErrorObject.WriteBusyAsync(context);
        else
            await next(context);
    }

    private async Task<bool> IsOpenedInTimeAsync(HttpContext context)
    {
        try
        {
            await _opened.Task.WaitAsync(LongestWait, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
