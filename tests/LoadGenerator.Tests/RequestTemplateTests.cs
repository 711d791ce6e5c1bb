using System.Text;
using System.Text.Json;

namespace OrleansIot.Load;

public sealed class RequestTemplateTests
{
    [Fact]
    public void telemetry_carries_the_time_and_the_number_of_each_sending()
    {
        var request = RequestTemplate.PostTelemetry.Render("TheToken");
        RequestTemplate.PostTelemetry.Patches.Apply(request, 1_700_000_000_042, 42);
        var (head, body) = Split(request);
        Assert.StartsWith("POST /api/v1/TheToken/telemetry HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(1_700_000_000_042, json.RootElement.GetProperty("ts").GetInt64());
        Assert.Equal(1_000_042, json.RootElement.GetProperty("values").GetProperty("counter").GetInt32());
        Assert.Equal(21.1000042, json.RootElement.GetProperty("values").GetProperty("temperature").GetDouble());
    }

    [Fact]
    public void a_rendered_request_is_patched_again_and_again()
    {
        var request = RequestTemplate.PostAttributes.Render("T");
        for (var number = 0; number < 3; number++)
            RequestTemplate.PostAttributes.Patches.Apply(request, 0, number);
        using var json = JsonDocument.Parse(Split(request).Body);
        Assert.Equal("v-1000002", json.RootElement.GetProperty("firmware").GetString());
    }

    [Fact]
    public void a_read_has_no_body()
    {
        var (head, body) = Split(RequestTemplate.GetAttributes.Render("T"));
        Assert.Empty(body);
        Assert.DoesNotContain("Content-Length", head, StringComparison.Ordinal);
    }

    private static (string Head, string Body) Split(byte[] request)
    {
        var text = Encoding.ASCII.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], text[end..]);
    }
}
