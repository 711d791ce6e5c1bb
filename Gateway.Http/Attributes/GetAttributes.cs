using System.Buffers;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Attributes;

/// <summary><c>GET /api/v1/{token}/attributes</c> (specification E3).</summary>
internal sealed class GetAttributes(DeviceSessions sessions, CallPolicy calls) : IDeviceEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "attributes";

    public bool AnswersJson => true;

    public int BodyLimit => 0;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var query = AttributeQueryString.Parse(context.Request.QueryString.Value);
        var call = calls.Begin();
        DeviceAttributes found;
        try
        {
            found = await session.Grain.GetAttributes(session.CredentialsVersion, query);
        }
        catch (Exception exception) when (Transience.Of(exception) is not null)
        {
            found = await RepeatAsync(context, session, call, query, Transience.Of(exception)!.Value);
        }
        if (found.Outcome == Outcome.Unauthorized && await sessions.RenewAsync(session, call, context.RequestAborted) is { } renewed)
            found = await calls.RunAsync(call, () => ReadAsync(renewed, query), context.RequestAborted);
        if (found.Outcome != Outcome.Done)
        {
            await DeviceAnswers.WriteAsync(context, found.Outcome);
            return;
        }
        var body = new ArrayBufferWriter<byte>(256);
        AttributesJson.Write(body, found);
        Answer(context, body.WrittenSpan);
    }

    private static Task<DeviceAttributes> ReadAsync(DeviceSession session, AttributeQuery query) =>
        session.Grain.GetAttributes(session.CredentialsVersion, query).AsTask();

    private Task<DeviceAttributes> RepeatAsync(HttpContext context, DeviceSession session, Call call, AttributeQuery query, RetryReason reason) =>
        calls.RepeatAsync(call, reason, () => ReadAsync(session, query), context.RequestAborted);

    private static void Answer(HttpContext context, ReadOnlySpan<byte> json)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.ContentType = "application/json";
        headers.CacheControl = ErrorObject.NoStore;
        headers.Pragma = "no-cache";
        headers.Expires = "0";
        headers.XContentTypeOptions = "nosniff";
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            response.BodyWriter.Write(json);
    }
}
