using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary>How outcomes and refusals look on the device API (specification 1.3).</summary>
internal static class DeviceAnswers
{
    public static Task WriteAsync(HttpContext context, Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Done:
                context.Response.ContentLength = 0;
                context.Response.Headers.CacheControl = ErrorObject.NoStore;
                return Task.CompletedTask;
            case Outcome.Unauthorized:
                Unauthorized(context);
                return Task.CompletedTask;
            case Outcome.LimitExceeded:
                return ErrorObject.WriteAsync(context, StatusCodes.Status400BadRequest, "The device would exceed its number of different keys", ApiErrorCode.BadRequest);
            default:
                return ErrorObject.WriteBusyAsync(context);
        }
    }

    /// <summary>401 with an empty body, as clients expect it.</summary>
    public static void Unauthorized(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
    }

    /// <summary>400 for a body that says nothing we can store.</summary>
    public static Task MalformedAsync(HttpContext context, string message) =>
        ErrorObject.WriteAsync(context, StatusCodes.Status400BadRequest, message, ApiErrorCode.BadRequest);

    public static Task RefuseAsync(HttpContext context, BodyRefusal refusal, int limit) => refusal switch
    {
        BodyRefusal.Missing => MalformedAsync(context, "The request needs a body"),
        BodyRefusal.TooLarge => ErrorObject.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"Payload size exceeds the limit of {limit} bytes", ApiErrorCode.BadRequest),
        BodyRefusal.UnknownEncoding => UnsupportedAsync(context, "Content-Encoding must be gzip, br, deflate or identity"),
        BodyRefusal.UnknownCharset => UnsupportedAsync(context, "The charset of Content-Type is unknown"),
        BodyRefusal.Undecodable => MalformedAsync(context, "The body cannot be decoded as its headers say"),
        _ => ErrorObject.WriteBusyAsync(context),
    };

    private static Task UnsupportedAsync(HttpContext context, string message) =>
        ErrorObject.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, message, ApiErrorCode.BadRequest);
}
