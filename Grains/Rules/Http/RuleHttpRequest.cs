namespace OrleansIot.Grains.Rules.Http;

/// <param name="Body">JSON; null: none is sent.</param>
internal sealed record RuleHttpRequest(HttpMethod Method, Uri Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, TimeSpan Timeout)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Target);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new("application/json");
        }
        foreach (var (name, value) in Headers)
        {
            if (message.Headers.TryAddWithoutValidation(name, value))
                continue;
            message.Content?.Headers.Remove(name);
            message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }
}
