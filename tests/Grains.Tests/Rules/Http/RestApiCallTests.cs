using System.Net;
using System.Text.Json;
using OrleansIot.Grains.Rules.Http;

namespace OrleansIot.Grains.Tests.Rules.Http;

public sealed class RestApiCallTests
{
    private readonly RuleBench _bench = new();

    [Fact]
    public async Task message_is_sent_and_the_answer_becomes_the_message()
    {
        using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(200, """{"ok":true}""", "X-Trace: 7\r\nSet-Cookie: a=b\r\n"));
        var configuration = """
            {"restEndpointUrlPattern":"URL/$[temperature]?d=${deviceName}","requestMethod":"POST","headers":{"X-Device":"${deviceName}","Content-Type":"application/x-own"},
             "credentials":{"type":"basic","username":"u","password":"p"}}
            """.Replace("URL", endpoint.Url, StringComparison.Ordinal);
        var left = await CallAsync(configuration, Messages.Of(metadata: ("deviceName", "d/1")));
        Assert.Equal(("Success", """{"ok":true}""", null), (left.Relation, left.Data, left.Error));
        var sent = Assert.Single(endpoint.Requests);
        Assert.StartsWith("POST /hook/42.5?d=d%2F1 HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("X-Device: d/1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-own\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic dTpw\r\n", sent, StringComparison.Ordinal);
        Assert.EndsWith("""{"temperature":42.5,"humidity":73}""", sent, StringComparison.Ordinal);
        var metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(left.Metadata)!;
        Assert.Equal(("200", "7"), (metadata["statusCode"], metadata["X-Trace"]));
        Assert.DoesNotContain("Set-Cookie", metadata.Keys);
    }

    [Theory]
    [InlineData("not json", false, "\"not json\"")]
    [InlineData("", false, "{}")]
    [InlineData("\"{\\\"a\\\":1}\"", true, """{"a":1}""")]
    [InlineData("\"text\"", true, "\"text\"")]
    public async Task answer_that_is_no_json_becomes_a_text(string body, bool unquote, string data)
    {
        using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(200, body));
        Assert.Equal(data, (await CallAsync($$"""{"restEndpointUrlPattern":"{{endpoint.Url}}","parseToPlainText":{{(unquote ? "true" : "false")}}}""")).Data);
    }

    [Fact]
    public async Task endpoint_that_refuses_for_the_moment_is_asked_again()
    {
        using var endpoint = new StubEndpoint(n => StubEndpoint.Answer(n < 3 ? 503 : 200, "1"));
        Assert.Equal("Success", (await CallAsync($$"""{"restEndpointUrlPattern":"{{endpoint.Url}}"}""")).Relation);
        Assert.Equal(3, endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(302, 1)]
    [InlineData(503, 3)]
    public async Task status_that_is_no_success_is_a_failure_that_says_so(int status, int requests)
    {
        using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(status, "no", "Location: http://127.0.0.1:1/\r\n"));
        var left = await CallAsync($$"""{"restEndpointUrlPattern":"{{endpoint.Url}}","requestMethod":"GET"}""");
        Assert.Equal(("Failure", $"The endpoint answered {status}", """{"temperature":42.5,"humidity":73}"""), (left.Relation, left.Error, left.Data));
        Assert.Contains($"\"statusCode\":\"{status}\"", left.Metadata, StringComparison.Ordinal);
        Assert.Equal(requests, endpoint.Requests.Count);
        Assert.DoesNotContain("temperature", endpoint.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task endpoint_that_never_answers_costs_its_time_out()
    {
        using var endpoint = new StubEndpoint(_ => null);
        var left = await CallAsync($$"""{"restEndpointUrlPattern":"{{endpoint.Url}}","readTimeoutMs":50}""");
        Assert.Equal(("Failure", "The endpoint did not answer within 50 ms"), (left.Relation, left.Error));
    }

    [Fact]
    public async Task answer_that_is_too_long_is_refused()
    {
        using var endpoint = new StubEndpoint(_ => StubEndpoint.Answer(200, new string('x', 5_000)));
        Assert.Equal("The endpoint's answer is longer than 4096 bytes", (await CallAsync($$"""{"restEndpointUrlPattern":"{{endpoint.Url}}"}""")).Error);
    }

    [Fact]
    public async Task nobody_at_the_address_is_a_failure_in_words()
    {
        var left = await CallAsync("""{"restEndpointUrlPattern":"http://127.0.0.1:1/"}""");
        Assert.Equal(("Failure", "The endpoint cannot be reached"), (left.Relation, left.Error));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "169.254.169.254")]
    [InlineData("http://10.1.2.3/", "10.1.2.3")]
    [InlineData("http://[::1]/", "::1")]
    [InlineData("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1")]
    [InlineData("http://0x0a000001/", "10.0.0.1")]
    public async Task address_that_only_this_server_can_reach_is_not_called(string url, string host)
    {
        var left = await CallAsync($$"""{"restEndpointUrlPattern":"{{url}}"}""");
        Assert.Equal("Failure", left.Relation);
        Assert.Contains(host, left.Error, StringComparison.Ordinal);
        Assert.Contains("not an address that rule nodes may call", left.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "93.184.216.34", true)]
    [InlineData("", "2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("", "127.0.0.1", false)]
    [InlineData("", "0.0.0.0", false)]
    [InlineData("", "192.168.1.1", false)]
    [InlineData("", "172.31.0.1", false)]
    [InlineData("", "100.100.100.200", false)]
    [InlineData("", "224.0.0.1", false)]
    [InlineData("", "fe80::1", false)]
    [InlineData("", "fd00::1", false)]
    [InlineData("", "::", false)]
    [InlineData("", "64:ff9b::a00:1", false)]
    [InlineData("", "2002:a00:1::", false)]
    [InlineData("10.0.0.0/8, hooks.internal", "10.9.9.9", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.9.9.9", true)]
    [InlineData("10.0.0.0/8", "11.1.1.1", true)]
    [InlineData("10.0.0.0/8", "192.168.0.1", false)]
    [InlineData("host", "192.168.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("*", "127.0.0.1", true)]
    public void only_public_addresses_and_those_configured_are_called(string allowed, string address, bool may) =>
        Assert.Equal(may, new AllowedTargets(allowed).Allows("host", IPAddress.Parse(address)));

    private async Task<OrleansIot.Rules.RuleDebugEvent> CallAsync(string configuration, OrleansIot.Grains.Rules.RuleMessage? message = null)
    {
        var chain = new ChainBuilder().Node("call", "rest.TbRestApiCallNode", configuration, debug: true);
        await _bench.RunAsync(chain, message ?? Messages.Of());
        return Assert.Single(_bench.Out(chain.IdOf("call")));
    }
}
