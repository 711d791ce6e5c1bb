using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Ota;

/// <summary><c>GET /api/v1/{token}/firmware</c> and <c>…/software</c> (specification E10, E11, 7.5).</summary>
internal sealed class GetPackage(OtaPackageType type, DeviceSessions sessions, CallPolicy calls, OtaDownload download) : IDeviceEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => type == OtaPackageType.Firmware ? "firmware" : "software";

    public bool AnswersJson => false;

    public int BodyLimit => 0;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var query = context.Request.Query;
        if (query["title"] is not [{ } title, ..] || query["version"] is not [{ } version, ..])
        {
            await DeviceAnswers.MalformedAsync(context, "The parameters 'title' and 'version' are required");
            return;
        }
        if (!TryRead(query["size"], out var size) || !TryRead(query["chunk"], out var chunk))
        {
            await DeviceAnswers.MalformedAsync(context, $"The parameters 'size' and 'chunk' must be numbers from 0 to {int.MaxValue}");
            return;
        }
        var call = calls.Begin();
        var found = await calls.RunAsync(call, () => session.Grain.FindPackage(session.CredentialsVersion, type, title, version), context.RequestAborted);
        if (found.Outcome == Outcome.Unauthorized && await sessions.RenewAsync(session, call, context.RequestAborted) is { } renewed)
            found = await calls.RunAsync(call, () => renewed.Grain.FindPackage(renewed.CredentialsVersion, type, title, version), context.RequestAborted);
        if (found.Outcome == Outcome.Done && !await download.SendAsync(context, found.File!, ContentSlice.Part(found.File!, size, chunk)))
            found = DevicePackage.None;
        if (found.Outcome != Outcome.Done)
            await RefuseAsync(context, found.Outcome);
    }

    private static bool TryRead(Microsoft.Extensions.Primitives.StringValues text, out int value)
    {
        value = 0;
        return text is [] or [null or "", ..] || (int.TryParse(text[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value));
    }

    /// <summary>Empty bodies, as clients expect them.</summary>
    private static Task RefuseAsync(HttpContext context, Outcome outcome)
    {
        if (outcome is not (Outcome.NotFound or Outcome.Invalid))
            return DeviceAnswers.WriteAsync(context, outcome);
        context.Response.StatusCode = outcome == Outcome.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
        return Task.CompletedTask;
    }
}
