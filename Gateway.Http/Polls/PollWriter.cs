using OrleansIot.Gateway.Http;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>Writes a delivery to its request and says what became of it.</summary>
internal static class PollWriter
{
    /// <summary>
    /// Writes, flushes, looks whether the connection lives, and settles. A connection that breaks with an error before its next request, while the lease lasts, takes
    /// the settlement back. HEAD takes nothing.
    /// </summary>
    public static async Task WriteAsync(HttpContext context, PollLot lot, ParkedRequest request, PollDelivery delivery, ReadOnlyMemory<byte> json)
    {
        var isWritten = false;
        try
        {
            SetHeaders(context.Response, json.Length);
            if (HttpMethods.IsHead(context.Request.Method))
                return;
            await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
            await context.Response.CompleteAsync();
            isWritten = !context.RequestAborted.IsCancellationRequested;
        }
        finally
        {
            lot.Settle(request, delivery, isWritten);
        }
        if (isWritten && delivery.Lease != 0)
            context.Features.Get<WatchedConnection>()?.Watch(() => lot.Settle(request, delivery, isWritten: false));
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
