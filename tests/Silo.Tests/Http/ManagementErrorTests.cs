namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class ManagementErrorTests(EmbeddedServer server)
{
    [Theory]
    [InlineData("GET", "api/nosuch", 404, 32)]
    [InlineData("GET", "nosuch", 404, 32)]
    [InlineData("PUT", "api/device", 405, 31)]
    [InlineData("GET", "api/device/not-a-uuid", 400, 31)]
    [InlineData("GET", "api/device/00000000-0000-4000-8000-000000000001", 404, 32)]
    [InlineData("GET", "api/plugins/telemetry/CUSTOMER/00000000-0000-4000-8000-000000000001/keys/timeseries", 400, 31)]
    public async Task every_refusal_is_the_error_object(string method, string path, int status, int code) => (await server.Admin.CallAsync(method, $"{path}")).Refused(status, code);

    [Theory]
    [InlineData("{", "Invalid JSON")]
    [InlineData("""{"name":"x"}x""", "Invalid JSON")]
    [InlineData("[]", "Request is not a JSON object")]
    [InlineData("null", "Request is not a JSON object")]
    [InlineData("""{"name":5}""", "Invalid value of 'name'")]
    [InlineData("""{"name":"x","customerId":{"id":7}}""", "Invalid value of 'customerId.id'")]
    [InlineData("""{"name":"x","customerId":{"id":"seven"}}""", "The id in 'customerId' is no UUID")]
    [InlineData("""{"name":"x","version":"1"}""", "Invalid value of 'version'")]
    [InlineData("""{"name":"x","additionalInfo":[]}""", "'additionalInfo' must be an object")]
    [InlineData("""{"name":"\ud800"}""", "Invalid value of 'name'")]
    [InlineData("""{"name":"x","additionalInfo":{"a":"\ud800"}}""", "'additionalInfo' holds text that is no Unicode")]
    public async Task a_body_that_cannot_be_read_is_refused_by_what_is_wrong(string body, string message) =>
        Assert.Equal(message, (await server.Admin.PostApiAsync($"api/device", body)).Refused(400, 31)["message"].GetString());

    [Fact]
    public async Task another_content_type_and_a_body_beyond_the_limit_are_refused()
    {
        (await server.Admin.CallAsync("POST", $"api/device", "{}", "text/plain")).Refused(415, 31);
        (await server.Admin.PostApiAsync($"api/device", "{\"name\":\"" + new string('x', 16 << 20) + "\"}")).Refused(413, 31);
    }

    [Fact]
    public async Task without_a_user_nothing_is_told()
    {
        foreach (var path in new[] { "api/auth/user", "api/devices?deviceIds=x", "api/device/x", "api/customers", "api/deviceProfiles", "api/plugins/telemetry/DEVICE/x/keys/timeseries" })
            (await server.Device.GetApiAsync($"{path}")).Refused(401, 10);
    }

    [Fact]
    public async Task no_answer_of_the_api_is_stored_by_anybody()
    {
        foreach (var answer in new[] { await server.Admin.GetApiAsync($"api/auth/user"), await server.Device.GetApiAsync($"api/auth/user"), await server.Admin.GetApiAsync($"api/nosuch") })
        {
            Assert.True(answer.Message.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", answer.Message.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task any_origin_may_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "api/device");
        request.Headers.Add("Origin", "http://dashboard.example.org");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "x-authorization");
        var answer = await server.Device.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("http://dashboard.example.org", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("x-authorization", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }
}
