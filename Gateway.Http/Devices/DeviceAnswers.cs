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
                DeviceInstruments.Refused(outcome);
                return ErrorObject.WriteAsync(context, StatusCodes.Status400BadRequest, "The device would exceed its number of different keys", ApiErrorCode.BadRequest);
            default:
                DeviceInstruments.Refused(outcome);
                return ErrorObject.WriteBusyAsync(context);
        }
    }

    /// <summary>401 with an empty body, as clients expect it.</summary>
    public static void Unauthorized(HttpContext context)
    {
        DeviceInstruments.Refused(Outcome.Unauthorized);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
    }

    /// <summary>400 for a body that says nothing we can store.</summary>
    public static Task MalformedAsync(HttpContext context, string message)
    {
        DeviceInstruments.Malformed();
        return WriteAsync(context, StatusCodes.Status400BadRequest, message);
    }

    public static Task RefuseAsync(HttpContext context, BodyRefusal refusal, int limit)
    {
        DeviceInstruments.Refused(refusal);
        return refusal switch
        {
            BodyRefusal.Missing => WriteAsync(context, StatusCodes.Status400BadRequest, "The request needs a body"),
            BodyRefusal.TooLarge => WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"Payload size exceeds the limit of {limit} bytes"),
            BodyRefusal.UnknownEncoding => WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "Content-Encoding must be gzip, br, deflate or identity"),
            BodyRefusal.UnknownCharset => WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "The charset of Content-Type is unknown"),
            BodyRefusal.Undecodable => WriteAsync(context, StatusCodes.Status400BadRequest, "The body cannot be decoded as its headers say"),
            _ => ErrorObject.WriteBusyAsync(context),
        };
    }

    private static Task WriteAsync(HttpContext context, int status, string message) =>
        ErrorObject.WriteAsync(context, status, message, ApiErrorCode.BadRequest);
}
