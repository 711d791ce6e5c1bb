using System.Buffers;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Attributes;

/// <summary><c>GET /api/v1/{token}/attributes</c> (specification E3).</summary>
internal sealed class GetAttributes(DeviceSessions sessions) : IDeviceEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "attributes";

    public bool AnswersJson => true;

    public int BodyLimit => 0;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var query = AttributeQueryString.Parse(context.Request.QueryString.Value);
        var found = await session.Grain.GetAttributes(session.CredentialsVersion, query);
        if (found.Outcome == Outcome.Unauthorized && await sessions.RenewAsync(session) is { } renewed)
            found = await renewed.Grain.GetAttributes(renewed.CredentialsVersion, query);
        if (found.Outcome != Outcome.Done)
        {
            await DeviceAnswers.WriteAsync(context, found.Outcome);
            return;
        }
        var body = new ArrayBufferWriter<byte>(256);
        AttributesJson.Write(body, found);
        Answer(context, body.WrittenSpan);
    }

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
