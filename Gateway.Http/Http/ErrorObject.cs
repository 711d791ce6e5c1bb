using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansIot.Gateway.Http;

/// <summary>Writes the error object <c>{"status","message","errorCode","timestamp"}</c> (device API specification, section 1.3).</summary>
public static class ErrorObject
{
    /// <summary>Answers with the error object, unless the answer has begun.</summary>
    /// <param name="message">For the caller's eyes: names the problem, never a token, a type or SQL.</param>
    public static async Task WriteAsync(HttpContext context, int status, string message, int errorCode)
    {
        var response = context.Response;
        if (response.HasStarted)
            return;
        var body = new ArrayBufferWriter<byte>(192);
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("status"u8, status);
            json.WriteString("message"u8, message);
            json.WriteNumber("errorCode"u8, errorCode);
            json.WriteNumber("timestamp"u8, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = NoStore;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(body.WrittenMemory);
    }

    /// <summary>503 with <c>Retry-After</c>: nothing is known to be stored, the client may repeat itself.</summary>
    public static Task WriteBusyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The server is overloaded or starting, try again later", ApiErrorCode.General);
    }

    /// <summary>The body is JSON and never part of a page: quotes stay quotes.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Value of Cache-Control on every answer of the API.</summary>
    internal const string NoStore = "no-cache, no-store, max-age=0, must-revalidate";
}
