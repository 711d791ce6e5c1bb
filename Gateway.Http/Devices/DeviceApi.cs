using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

/// <summary>
/// The dispatcher of <c>/api/v1/{token}/…</c>, in front of endpoint routing. The order of its checks is that of the specification, section 1.2:
/// size, path, method, Accept, body present, token; then the endpoint.
/// </summary>
internal sealed class DeviceApi
{
    public const string Root = "/api/v1/";

    /// <summary>Ends the path of an endpoint whose last segment may be anything but empty.</summary>
    private const string AnySegment = "/{id}";

    private readonly Dictionary<string, DeviceRoute>.AlternateLookup<ReadOnlySpan<char>> _routes;
    private readonly Dictionary<string, DeviceRoute>.AlternateLookup<ReadOnlySpan<char>> _parents;
    private readonly DeviceSessions _sessions;
    private readonly int _bodyLimit;
    private readonly RequestFailures _failures;

    public DeviceApi(IEnumerable<IDeviceEndpoint> endpoints, DeviceSessions sessions, IOptions<BodyOptions> body, RequestFailures failures)
    {
        var routes = endpoints.GroupBy(e => e.Path).ToDictionary(g => g.Key, g => new DeviceRoute([.. g]), StringComparer.Ordinal);
        _routes = routes.GetAlternateLookup<ReadOnlySpan<char>>();
        _parents = routes.Where(r => r.Key.EndsWith(AnySegment, StringComparison.Ordinal)).ToDictionary(r => r.Key[..^AnySegment.Length], r => r.Value, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        (_sessions, _bodyLimit, _failures) = (sessions, body.Value.MaxBytes, failures);
    }

    public static bool Owns(HttpContext context) => context.Request.Path.Value is { } path && path.StartsWith(Root, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!IsClean(path, context))
            return MisdirectedAsync(context, StatusCodes.Status400BadRequest, "The path holds an encoded slash, a semicolon or a backslash");

        var rest = path.AsSpan(Root.Length);
        var slash = rest.IndexOf('/');
        if (slash == 0)
            return MisdirectedAsync(context, StatusCodes.Status400BadRequest, "The path holds no access token");
        if (slash < 0 || Find(rest[(slash + 1)..]) is not { } route)
            return context.Request.ContentLength > _bodyLimit ? TooLarge(context, _bodyLimit) : NotFound(context);
        context.SetEndpoint(route.Template);
        if (context.Request.ContentLength > route.BodyLimit && route.BodyLimit > 0)
            return TooLarge(context, route.BodyLimit);
        if (route.Find(context.Request.Method) is not { } endpoint)
            return WrongMethod(context, route);
        if (endpoint.AnswersJson && !AcceptHeader.TakesJson(context.Request.Headers.Accept))
            return MisdirectedAsync(context, StatusCodes.Status406NotAcceptable, "The answer is application/json, which the Accept header excludes");
        if (endpoint.BodyLimit > 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            return DeviceAnswers.RefuseAsync(context, BodyRefusal.Missing, endpoint.BodyLimit);

        var token = Token(rest[..slash], context);
        return _sessions.Cached(token) is { } session ? HandleAsync(context, endpoint, session) : FindAsync(context, endpoint, token.ToString());
    }

    private DeviceRoute? Find(ReadOnlySpan<char> path)
    {
        if (_routes.TryGetValue(path, out var route))
            return route;
        var slash = path.LastIndexOf('/');
        return slash > 0 && slash < path.Length - 1 && _parents.TryGetValue(path[..slash], out route) ? route : null;
    }

    /// <summary>The path segment, or with the segment <c>me</c> what the Authorization header bears: so the token stays out of logs and proxies.</summary>
    private static ReadOnlySpan<char> Token(ReadOnlySpan<char> segment, HttpContext context)
    {
        const string Bearer = "Bearer ";
        if (segment is not "me")
            return segment;
        var header = context.Request.Headers.Authorization.ToString().AsSpan();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim(' ') : segment;
    }

    /// <summary>
    /// No slash, semicolon or backslash hides in a segment (specification 1.2, step 2). An encoded semicolon is an ordinary character of a token.
    /// </summary>
    private static bool IsClean(string path, HttpContext context)
    {
        if (!path.AsSpan().ContainsAny(';', '\\', '%'))
            return true;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? path;
        var query = target.IndexOf('?');
        var raw = query < 0 ? target.AsSpan() : target.AsSpan(0, query);
        return !raw.ContainsAny(';', '\\') && !raw.Contains("%2F", StringComparison.OrdinalIgnoreCase) && !raw.Contains("%5C", StringComparison.OrdinalIgnoreCase);
    }

    private async Task FindAsync(HttpContext context, IDeviceEndpoint endpoint, string token)
    {
        DeviceSession? session;
        try
        {
            session = await _sessions.FindAsync(token, context.RequestAborted);
        }
        catch (Exception exception)
        {
            DeviceInstruments.Failed();
            await _failures.AnswerAsync(context, exception);
            return;
        }
        if (session is null)
            DeviceAnswers.Unauthorized(context);
        else
            await HandleAsync(context, endpoint, session);
    }

    private async Task HandleAsync(HttpContext context, IDeviceEndpoint endpoint, DeviceSession session)
    {
        try
        {
            await endpoint.HandleAsync(context, session);
        }
        catch (Exception exception)
        {
            DeviceInstruments.Failed();
            await _failures.AnswerAsync(context, exception);
        }
    }

    private static Task TooLarge(HttpContext context, int limit) => DeviceAnswers.RefuseAsync(context, BodyRefusal.TooLarge, limit);

    private static Task NotFound(HttpContext context) =>
        MisdirectedAsync(context, StatusCodes.Status404NotFound, "No such path", ApiErrorCode.NotFound);

    private static Task WrongMethod(HttpContext context, DeviceRoute route)
    {
        context.Response.Headers.Allow = route.Allow;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
        return MisdirectedAsync(context, StatusCodes.Status405MethodNotAllowed, $"Allowed here: {route.Allow}");
    }

    private static Task MisdirectedAsync(HttpContext context, int status, string message, int errorCode = ApiErrorCode.BadRequest)
    {
        DeviceInstruments.Misdirected();
        return ErrorObject.WriteAsync(context, status, message, errorCode);
    }
}
