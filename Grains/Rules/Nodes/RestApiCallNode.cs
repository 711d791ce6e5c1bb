using OrleansIot.Grains.Rules.Http;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends the message to an HTTP endpoint; the answer becomes the message.</summary>
internal sealed class RestApiCallNode : RuleNode
{
    private readonly RuleServices _services;
    private readonly MessagePattern _url;
    private readonly HttpMethod _method;
    private readonly (string Name, MessagePattern Value)[] _headers;
    private readonly bool _sendsBody;
    private readonly bool _asText;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim? _parallel;
    private readonly string? _authorization;

    public RestApiCallNode(NodeSettings settings, RuleServices services)
    {
        _services = services;
        var url = settings.RequiredText("restEndpointUrlPattern");
        if (!url.Contains('$') && RuleHttpClient.Target(url) is null)
            settings.Refuse("'restEndpointUrlPattern' must be an absolute http or https URL");
        _url = new(url);
        var method = settings.Text("requestMethod", "POST").ToUpperInvariant();
        if (method is not ("GET" or "POST" or "PUT" or "PATCH" or "DELETE"))
            settings.Refuse("'requestMethod' must be GET, POST, PUT, PATCH or DELETE");
        _method = new(method);
        _headers = [.. settings.Map("headers").Select(header => (header.Key, new MessagePattern(header.Value)))];
        if (_headers.FirstOrDefault(header => !RuleHttpClient.IsHeader(header.Name)).Name is { } bad)
            settings.Refuse($"'{bad}' is no header that a node may set");
        _sendsBody = method is not "GET" && !settings.Flag("ignoreRequestBody");
        _asText = settings.Flag("parseToPlainText");
        var timeout = settings.Number("readTimeoutMs", 0, 0, 600_000);
        _timeout = timeout == 0 ? services.Http.DefaultTimeout : TimeSpan.FromMilliseconds(timeout);
        var parallel = settings.Number("maxParallelRequestsCount", 0, 0, 100_000);
        _parallel = parallel == 0 ? null : new(parallel);
        if (settings.Flag("enableProxy"))
            settings.Refuse("'enableProxy' is not available");
        _authorization = Authorization(settings);
    }

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        var url = _url.Fill(message, Uri.EscapeDataString);
        if (RuleHttpClient.Target(url) is not { } target)
            return NodeResult.Failure(message, "The URL is not an absolute http or https URL");
        if (_parallel is not null)
            await _parallel.WaitAsync().ConfigureAwait(false);
        try
        {
            var headers = _headers.Select(header => (header.Name, header.Value.Fill(message)));
            if (_authorization is not null)
                headers = headers.Append(("Authorization", _authorization));
            var answer = await _services.Http.SendAsync(new(_method, target, [.. headers], _sendsBody ? message.Data : null, _timeout)).ConfigureAwait(false);
            return Take(message, answer);
        }
        finally
        {
            _parallel?.Release();
        }
    }

    private NodeResult Take(RuleMessage message, RuleHttpAnswer answer)
    {
        var metadata = new Dictionary<string, string>(message.Metadata, StringComparer.Ordinal);
        foreach (var (name, value) in answer.Facts)
            metadata[name] = value;
        var told = message with { Metadata = metadata };
        if (answer.Problem is { } problem)
            return NodeResult.Failure(told, problem);
        return NodeResult.Success(told with { Data = answer.BodyAsJson(_asText) });
    }

    private static string? Authorization(NodeSettings settings)
    {
        switch (settings.Inner("credentials", "type"))
        {
            case null or "anonymous":
                return null;
            case "basic":
                var pair = $"{settings.Inner("credentials", "username")}:{settings.Inner("credentials", "password")}";
                return "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pair));
            case var other:
                settings.Refuse($"credentials of the type '{other}' are not available");
                return null;
        }
    }
}
