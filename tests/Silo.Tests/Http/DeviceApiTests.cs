using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

public sealed class DeviceApiTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_post_is_answered_200_with_an_empty_body_and_can_be_read_back()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var answer = await PostAsync(token, "telemetry", "{temperature:42,humidity:73}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.Null(answer.Content.Headers.ContentType);
        Assert.Equal(42, (await LatestAsync(id, "temperature")).GetInt32());
    }

    [Fact]
    public async Task an_unknown_token_is_answered_401_with_an_empty_body()
    {
        foreach (var token in new[] { "nosuch", new string('x', 4000), "me", "%20", "' OR 1=1--", "'; DROP TABLE device;--" })
        {
            var answer = await PostAsync(Uri.EscapeDataString(Uri.UnescapeDataString(token)), "telemetry", "{}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(0, answer.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task a_token_in_the_authorization_header_counts_with_the_segment_me_and_only_then()
    {
        var (_, token) = await server.CreateDeviceAsync();
        Assert.Equal(HttpStatusCode.OK, (await GetWithBearerAsync("api/v1/me/attributes", token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetWithBearerAsync("api/v1/me/attributes", "nosuch")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetWithBearerAsync("api/v1/nosuch/attributes", token)).StatusCode);
    }

    [Fact]
    public async Task a_token_with_any_characters_is_found_by_its_percent_encoding()
    {
        var token = "ключ +&?#[]@!$'()*,:=" + Guid.NewGuid();
        var created = await server.Admin.PostAsJsonAsync($"api/device?accessToken={Uri.EscapeDataString(token)}", new { name = token, type = "default" }, Cancellation);
        created.EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Uri.EscapeDataString(token), "telemetry", "{a:1}")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "api/v1/T/telemetry", 405)]
    [InlineData("DELETE", "api/v1/T/attributes", 405)]
    [InlineData("GET", "api/v1/T/nosuch", 404)]
    [InlineData("GET", "api/v1/T", 404)]
    [InlineData("GET", "api/v1/T/attributes/", 404)]
    [InlineData("POST", "api/v1/T/Telemetry", 404)]
    [InlineData("GET", "api/v1//attributes", 400)]
    [InlineData("GET", "api/v1/a%2Fb/attributes", 400)]
    [InlineData("GET", "api/v1/a;b/attributes", 400)]
    [InlineData("GET", "api/v1/a%5Cb/attributes", 400)]
    [InlineData("POST", "api/v1/T/telemetry", 400)]
    public async Task a_request_that_goes_nowhere_is_answered_with_the_error_object(string method, string path, int status)
    {
        var (_, token) = await server.CreateDeviceAsync();
        using var request = new HttpRequestMessage(new(method), new Uri(server.Address, path.Replace("T/", token + "/").Replace("/T", "/" + token)));
        await AssertErrorAsync(await server.Device.SendAsync(request, Cancellation), status);
    }

    [Fact]
    public async Task a_wrong_method_is_told_the_right_ones()
    {
        var (_, token) = await server.CreateDeviceAsync();
        var answer = await server.Device.DeleteAsync($"api/v1/{token}/attributes", Cancellation);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task a_page_of_any_origin_may_ask_and_options_tell_the_methods()
    {
        var (_, token) = await server.CreateDeviceAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"api/v1/{token}/telemetry");
        preflight.Headers.Add("Origin", "https://dashboard.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        var allowed = await server.Device.SendAsync(preflight, Cancellation);
        Assert.True(allowed.IsSuccessStatusCode);
        Assert.Equal("https://dashboard.example", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("1800", allowed.Headers.GetValues("Access-Control-Max-Age").Single());
        using var get = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{token}/attributes");
        get.Headers.Add("Origin", "https://dashboard.example");
        Assert.Equal("https://dashboard.example", (await server.Device.SendAsync(get, Cancellation)).Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var options = new HttpRequestMessage(HttpMethod.Options, $"api/v1/{token}/telemetry");
        var told = await server.Device.SendAsync(options, Cancellation);
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        Assert.Equal(["POST"], told.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("*/*;q=0.1", 200)]
    [InlineData("text/html, application/*;q=0.5", 200)]
    [InlineData("text/plain", 406)]
    [InlineData("application/json;q=0, */*", 406)]
    public async Task the_accept_header_of_a_reader_is_honoured(string accept, int status)
    {
        var (_, token) = await server.CreateDeviceAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{token}/attributes");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        Assert.Equal(status, (int)(await server.Device.SendAsync(request, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task a_compressed_body_is_read(string encoding)
    {
        var (id, token) = await server.CreateDeviceAsync();
        var answer = await PostBytesAsync(token, Compress(encoding, Encoding.UTF8.GetBytes("{a:7}")), encoding);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(7, (await LatestAsync(id, "a")).GetInt32());
    }

    [Fact]
    public async Task a_compressed_body_may_not_grow_beyond_the_limit()
    {
        var (id, token) = await server.CreateDeviceAsync();
        await AssertErrorAsync(await PostBytesAsync(token, Compress("br", new byte[60_000_000]), "br"), 413);
        await AssertErrorAsync(await PostBytesAsync(token, [1, 2, 3], "gzip"), 400);
        await AssertErrorAsync(await PostBytesAsync(token, [1, 2, 3], "zstd"), 415);
        Assert.Empty(await KeysAsync(id));
    }

    [Theory]
    [InlineData("iso-8859-1", "{\"t\":\"21°C\"}", 200)]
    [InlineData("utf-16", "{\"t\":\"21°C\"}", 200)]
    [InlineData("UTF-8", "{\"t\":\"21°C\"}", 200)]
    [InlineData("nosuch", "{\"t\":1}", 415)]
    public async Task the_charset_of_the_body_is_honoured(string charset, string body, int status)
    {
        var (id, token) = await server.CreateDeviceAsync();
        var bytes = status == 200 ? Encoding.GetEncoding(charset == "utf-16" ? "utf-16BE" : charset).GetBytes(body) : Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", $"text/plain; charset={charset}");
        Assert.Equal(status, (int)(await server.Device.PostAsync($"api/v1/{token}/telemetry", content, Cancellation)).StatusCode);
        if (status == 200)
            Assert.Equal("21°C", (await LatestAsync(id, "t")).GetString());
    }

    [Fact]
    public async Task a_body_in_chunks_is_read_up_to_the_limit()
    {
        var (id, token) = await server.CreateDeviceAsync();
        using var small = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{token}/telemetry") { Content = new StringContent("{a:1}") };
        small.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.OK, (await server.Device.SendAsync(small, Cancellation)).StatusCode);
        using var empty = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{token}/telemetry") { Content = new StringContent("") };
        empty.Headers.TransferEncodingChunked = true;
        await AssertErrorAsync(await server.Device.SendAsync(empty, Cancellation), 400);
        Assert.Equal(["a"], await KeysAsync(id));
    }

    [Fact]
    public async Task a_body_of_many_segments_is_put_together()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(n => (char)('a' + (n % 26))));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token, "telemetry", $"{{t:'{text}'}}")).StatusCode);
        Assert.Equal(text, (await LatestAsync(id, "t")).GetString());
    }

    [Fact]
    public async Task a_revoked_token_is_refused_by_the_very_next_request()
    {
        var (id, token) = await server.CreateDeviceAsync();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token, "telemetry", "{a:1}")).StatusCode);
        var credentials = await server.Admin.GetFromJsonAsync<Dictionary<string, object?>>($"api/device/{id}/credentials", Cancellation);
        credentials!["credentialsId"] = token + "-new";
        (await server.Admin.PostAsJsonAsync("api/device/credentials", credentials, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(token, "telemetry", "{a:2}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token + "-new", "telemetry", "{a:3}")).StatusCode);
        Assert.Equal(3, (await LatestAsync(id, "a")).GetInt32());
    }

    [Fact]
    public async Task a_token_that_moves_to_another_device_opens_that_one_at_once()
    {
        var (first, token) = await server.CreateDeviceAsync();
        var (second, other) = await server.CreateDeviceAsync();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token, "telemetry", "{a:1}")).StatusCode);
        await SetTokenAsync(first, token + "-old");
        await SetTokenAsync(second, token);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token, "telemetry", "{a:2}")).StatusCode);
        Assert.Equal(1, (await LatestAsync(first, "a")).GetInt32());
        Assert.Equal(2, (await LatestAsync(second, "a")).GetInt32());
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(other, "telemetry", "{a:3}")).StatusCode);
    }

    [Fact]
    public async Task head_tells_what_get_would_without_the_body()
    {
        var (_, token) = await server.CreateDeviceAsync();
        await PostAsync(token, "attributes", "{a:1}");
        using var head = new HttpRequestMessage(HttpMethod.Head, $"api/v1/{token}/attributes");
        var answer = await server.Device.SendAsync(head, Cancellation);
        var body = await server.Device.GetByteArrayAsync($"api/v1/{token}/attributes", Cancellation);
        Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("", """{"client":{"a":1,"b":42.0},"shared":{"s":"x"}}""")]
    [InlineData("?clientKeys=a", """{"client":{"a":1}}""")]
    [InlineData("?sharedKeys=s&clientKeys=", """{"shared":{"s":"x"}}""")]
    [InlineData("?clientKeys=,&other=1", """{"client":{"a":1,"b":42.0},"shared":{"s":"x"}}""")]
    [InlineData("?clientKeys=b&clientKeys=a,b", """{"client":{"b":42.0,"a":1}}""")]
    [InlineData("?clientkeys=a", """{"client":{"a":1,"b":42.0},"shared":{"s":"x"}}""")]
    [InlineData("?clientKeys=s&sharedKeys=a", "{}")]
    [InlineData("?clientKeys=%61", """{"client":{"a":1}}""")]
    public async Task attributes_are_read_as_asked(string query, string expected)
    {
        var (id, token) = await server.CreateDeviceAsync();
        await PostAsync(token, "attributes", "{a:1,b:42.0}");
        (await server.Admin.PostAsJsonAsync($"api/plugins/telemetry/DEVICE/{id}/SHARED_SCOPE", new { s = "x" }, Cancellation)).EnsureSuccessStatusCode();
        (await server.Admin.PostAsJsonAsync($"api/plugins/telemetry/DEVICE/{id}/SERVER_SCOPE", new { secret = 1 }, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(expected, await server.Device.GetStringAsync($"api/v1/{token}/attributes{query}", Cancellation));
    }

    private static byte[] Compress(string encoding, byte[] bytes)
    {
        using var output = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Fastest),
            "br" => new BrotliStream(output, CompressionLevel.Fastest),
            _ => new ZLibStream(output, CompressionLevel.Fastest),
        })
        {
            stream.Write(bytes);
        }
        return output.ToArray();
    }

    private static async Task AssertErrorAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(status, error.GetProperty("status").GetInt32());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(JsonValueKind.Number, error.GetProperty("errorCode").ValueKind);
        Assert.Equal(JsonValueKind.Number, error.GetProperty("timestamp").ValueKind);
    }

    private Task<HttpResponseMessage> PostAsync(string token, string path, string body) =>
        server.Device.PostAsync($"api/v1/{token}/{path}", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private async Task<HttpResponseMessage> PostBytesAsync(string token, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add(encoding);
        return await server.Device.PostAsync($"api/v1/{token}/telemetry", content, Cancellation);
    }

    private async Task<HttpResponseMessage> GetWithBearerAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await server.Device.SendAsync(request, Cancellation);
    }

    private async Task SetTokenAsync(Guid device, string token)
    {
        var credentials = await server.Admin.GetFromJsonAsync<Dictionary<string, object?>>($"api/device/{device}/credentials", Cancellation);
        credentials!["credentialsId"] = token;
        (await server.Admin.PostAsJsonAsync("api/device/credentials", credentials, Cancellation)).EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> LatestAsync(Guid device, string key)
    {
        var answer = await server.Admin.GetFromJsonAsync<JsonElement>($"api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys={key}&useStrictDataTypes=true", Cancellation);
        return answer.GetProperty(key)[0].GetProperty("value");
    }

    private async Task<string[]> KeysAsync(Guid device) =>
        (await server.Admin.GetFromJsonAsync<string[]>($"api/plugins/telemetry/DEVICE/{device}/keys/timeseries", Cancellation))!;
}
