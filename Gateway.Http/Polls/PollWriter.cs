using OrleansIot.Gateway.Http;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>Writes a delivery to its request and says what became of it.</summary>
internal static class PollWriter
{
    /// <summary>
    /// Writes, flushes, looks whether the connection lives, and settles. A connection that ends before the client has everything, or breaks with an error before its
    /// next request, takes the settlement back while the lease lasts. HEAD takes nothing.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, PollLot lot, ParkedRequest request, PollDelivery delivery, ReadOnlyMemory<byte> json)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var connection = delivery.Lease == 0 ? null : context.Features.Get<WatchedConnection>();
        var watched = connection is null ? null : new WatchedDelivery(json.Length, time, () => lot.Settle(request, delivery, isWritten: false));
        var isWritten = false;
        try
        {
            SetHeaders(context.Response, json.Length);
            if (HttpMethods.IsHead(context.Request.Method))
                return;
            if (watched is not null && !connection!.TryWatch(watched))
                return;
            // Without a token: a client that has read everything and hung up has it all the same.
            await context.Response.BodyWriter.WriteAsync(json, CancellationToken.None);
            await context.Response.CompleteAsync();
            isWritten = watched?.TryFlush() is not false && (IsAlone(context, watched) || !context.RequestAborted.IsCancellationRequested);
        }
        finally
        {
            lot.Settle(request, delivery, isWritten);
        }
        // A connection that the server closes after this answer can be looked at only until then.
        if (isWritten && watched is not null && IsLast(context))
            await connection!.ArriveAsync(watched, time);
    }

    /// <summary>Whether the request and its watched connection end together, so that the connection's word is enough.</summary>
    private static bool IsAlone(HttpContext context, WatchedDelivery? watched) => watched is not null && !HttpProtocol.IsHttp2(context.Request.Protocol);

    private static bool IsLast(HttpContext context)
    {
        const string Close = "close";
        return HttpProtocol.IsHttp10(context.Request.Protocol)
            || context.Request.Headers.Connection.ToString().Contains(Close, StringComparison.OrdinalIgnoreCase)
            || context.Response.Headers.Connection == Close;
    }

    private static void SetHeaders(HttpResponse response, int length)
    {
        var headers = response.Headers;
        headers.ContentType = "application/json";
        headers.CacheControl = ErrorObject.NoStore;
        headers.Pragma = "no-cache";
        headers.Expires = "0";
        headers.XContentTypeOptions = "nosniff";
        response.ContentLength = length;
    }
}
