using System.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace OrleansIot.Gateway.Observability;

/// <summary>
/// Describes the server's span of a request by OpenTelemetry's names. The path that was asked for is never part of it, only the template it matched: paths hold tokens,
/// also misspelled ones that match nothing.
/// </summary>
internal static class RequestSpans
{
    public static RequestDelegate Describe(RequestDelegate next) => context =>
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
            return next(context);
        if (!IsProbe(context.Request.Path))
            return DescribeAsync(context, next, span);
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        return next(context);
    };

    /// <summary>What balancers and scrapers ask every second tells nobody anything.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsUrl.Path);

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next, Activity span)
    {
        var request = context.Request;
        var method = Method(request.Method);
        span.DisplayName = method;
        span.SetTag("http.request.method", method);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("network.protocol.version", request.Protocol.AsSpan(request.Protocol.IndexOf('/') + 1).ToString());
        await next(context);
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route is not { } route)
            return;
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.route", route);
        span.SetTag("url.path", route);
    }

    /// <summary>A method nobody knows is the client's text; it becomes OpenTelemetry's word for that.</summary>
    private static string Method(string method) =>
        HttpMethods.GetCanonicalizedValue(method) is var known && Array.IndexOf(Known, known) >= 0 ? known : "_OTHER";

    private static readonly string[] Known =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options, HttpMethods.Connect, HttpMethods.Trace];
}
