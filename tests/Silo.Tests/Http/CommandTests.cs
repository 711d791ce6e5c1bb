using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>Commands from the caller's HTTP request to the device's poll and back.</summary>
[Collection(ManagementServer.Name)]
public sealed class CommandTests(EmbeddedServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_command_reaches_the_device_and_its_reply_the_caller_as_they_were_spelt()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var poll = PollAsync(token);
        var caller = server.Admin.PostApiAsync($"api/rpc/twoway/{id}", """{ "method": "setГ\"", "params": { "n": 1.50, "e": 1E+2, "t": "\u00e4" } }""");
        var taken = await poll;
        Assert.Equal("""{"id":1,"method":"setГ\"","params":{"n":1.50,"e":1E+2,"t":"\u00e4"}}""", await taken.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("application/json", taken.Content.Headers.ContentType!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(token, 1, "{ \"r\" : 2.0 }")).StatusCode);
        Assert.Equal("{\"r\":2.0}", (await caller).Ok().Text);
    }

    [Fact]
    public async Task a_reply_that_is_no_json_is_406_without_a_body()
    {
        var (id, token) = await server.CreateDeviceAsync();
        foreach (var path in (string[])["rpc", "plugins/rpc"])
        {
            var caller = server.Admin.CallAsync("POST", $"api/{path}/twoway/{id}", "{\"method\":\"m\"}");
            await ReplyAsync(token, await TakeAsync(token), "pong");
            var answer = await caller;
            Assert.Equal((HttpStatusCode.NotAcceptable, ""), (answer.Status, answer.Text));
        }
    }

    [Theory]
    [InlineData("rpc/oneway", 504)]
    [InlineData("rpc/twoway", 504)]
    [InlineData("plugins/rpc/oneway", 408)]
    [InlineData("plugins/rpc/twoway", 408)]
    public async Task a_command_that_is_late_on_arrival_ends_at_once(string path, int status)
    {
        var (id, token) = await server.CreateDeviceAsync();
        var answer = await server.Admin.CallAsync("POST", $"api/{path}/{id}", "{\"method\":\"m\",\"expirationTime\":1}");
        Assert.Equal((status, ""), ((int)answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PollAsync(token, "?timeout=-1")).StatusCode);
    }

    [Theory]
    [InlineData("rpc/oneway", false, 504)]
    [InlineData("rpc/twoway", false, 504)]
    [InlineData("rpc/twoway", true, 504)]
    [InlineData("plugins/rpc/oneway", false, 409)]
    [InlineData("plugins/rpc/twoway", false, 409)]
    [InlineData("plugins/rpc/twoway", true, 408)]
    public async Task a_command_whose_time_ends_tells_its_caller_by_the_path_and_whether_it_was_delivered(string path, bool isDelivered, int status)
    {
        var (id, token) = await server.CreateDeviceAsync();
        var expiry = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 1_000;
        var caller = server.Admin.CallAsync("POST", $"api/{path}/{id}", new { method = "m", expirationTime = expiry });
        if (isDelivered)
            await TakeAsync(token);
        var answer = await caller;
        Assert.Equal((status, ""), ((int)answer.Status, answer.Text));
        Assert.True(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() >= expiry);
    }

    [Fact]
    public async Task several_commands_come_in_one_answer_where_the_device_asks_for_several()
    {
        var (id, token) = await server.CreateDeviceAsync();
        foreach (var method in (string[])["a", "b", "c"])
            await KeepAsync(id, method);
        var two = await (await PollAsync(token, "?max=2")).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((string[])["a", "b"], two.EnumerateArray().Select(c => c.GetProperty("method").GetString()));
        var rest = await (await PollAsync(token, "?max=100000")).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("c", Assert.Single(rest.EnumerateArray()).GetProperty("method").GetString());
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PollAsync(token, "?max=2&timeout=-1")).StatusCode);
        foreach (var bad in (string[])["0", "-1", "x", "1.5"])
            await AssertRefusedAsync(await PollAsync(token, "?max=" + bad), 400, "'max'");
    }

    [Fact]
    public async Task a_post_of_readings_brings_the_waiting_commands_where_the_device_prefers_it_so()
    {
        var (id, token) = await server.CreateDeviceAsync();
        await KeepAsync(id, "a", oneWay: true);
        await KeepAsync(id, "b", oneWay: true);
        Assert.Equal("", await (await PostAsync(token, null)).Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("""[{"id":1,"method":"a","params":null}]""", await AppliedAsync(token, "respond-async, commands", "commands=1"));
        Assert.Equal("""[{"id":2,"method":"b","params":null}]""", await AppliedAsync(token, "commands=5", "commands=5"));
        Assert.Equal("[]", await AppliedAsync(token, "commands=5", "commands=5"));
        var readings = await server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{id}/keys/timeseries");
        Assert.Equal("[\"t\"]", readings.Ok().Text);

        var refused = await PostAsync(token, "commands=5", "nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    public async Task HEAD_takes_no_command()
    {
        var (id, token) = await server.CreateDeviceAsync();
        await KeepAsync(id, "m");
        using var head = new HttpRequestMessage(HttpMethod.Head, $"api/v1/{token}/rpc?timeout=1000");
        Assert.Equal(HttpStatusCode.OK, (await server.Device.SendAsync(head, Cancellation)).StatusCode);
        Assert.Equal(1, await TakeAsync(token));
    }

    [Theory]
    [InlineData("1", null, 400, "body")]
    [InlineData("x", "1", 400, "integer")]
    [InlineData("1.0", "1", 400, "integer")]
    [InlineData("2147483648", "1", 400, "integer")]
    [InlineData("-2147483649", "1", 400, "integer")]
    [InlineData("1/2", "1", 404, "path")]
    [InlineData("", "1", 404, "path")]
    public async Task a_reply_that_cannot_be_one_is_refused_and_named(string reply, string? body, int status, string named)
    {
        var (_, token) = await server.CreateDeviceAsync();
        await AssertRefusedAsync(await server.Device.PostAsync($"api/v1/{token}/rpc/{reply}", body is null ? null : new StringContent(body), Cancellation), status, named);
    }

    [Fact]
    public async Task replies_that_change_nothing_are_taken()
    {
        var (_, token) = await server.CreateDeviceAsync();
        foreach (var id in (string[])["0", "-1", "2147483647", "-2147483648", "%31"])
        {
            var answer = await server.Device.PostAsync($"api/v1/{token}/rpc/{id}", new StringContent("any"), Cancellation);
            Assert.Equal((HttpStatusCode.OK, 0L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await ReplyAsync("nosuch", 1, "1")).StatusCode);
        await AssertRefusedAsync(await ReplyAsync(token, 1, new string('x', 65_537)), 413, "65536");
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(token, 1, new string('x', 65_536))).StatusCode);
    }

    [Fact]
    public async Task a_caller_that_goes_away_leaves_its_command_to_the_device()
    {
        var (id, token) = await server.CreateDeviceAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var caller = server.Admin.PostAsJsonAsync($"api/rpc/twoway/{id}", new { method = "m" }, gone.Token);
        // The poll proves that the command is stored; its connection is then told nothing until the caller has gone.
        var taken = await TakeAsync(token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(token, taken, "1")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PollAsync(token, "?timeout=-1")).StatusCode);
    }

    [Fact]
    public async Task a_device_that_is_deleted_ends_its_callers_and_its_polls()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var caller = server.Admin.PostApiAsync($"api/rpc/twoway/{id}", new { method = "m" });
        await TakeAsync(token);
        var poll = PollAsync(token);
        (await server.Admin.DeleteApiAsync($"api/device/{id}")).Ok();
        (await caller).Refused(404, 32);
        var answer = await poll;
        // A poll that came after the deletion finds no device for its token.
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized]);
    }

    [Fact]
    public async Task who_may_not_see_the_device_may_not_call_it()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var (customer, _, _, user) = await server.CreateCustomerUserAsync();
        (await user.PostApiAsync($"api/rpc/oneway/{id}", new { method = "m" })).Refused(403, 20);
        (await server.Admin.PostApiAsync($"api/rpc/oneway/{Guid.NewGuid()}", new { method = "m" })).Refused(404, 32);
        (await server.Device.PostApiAsync($"api/rpc/oneway/{id}", new { method = "m" })).Refused(401, 10);
        (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{id}")).Ok();
        var caller = user.PostApiAsync($"api/rpc/oneway/{id}", new { method = "m" });
        await TakeAsync(token);
        Assert.Equal("", (await caller).Ok().Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"method\":5}")]
    [InlineData("{\"method\":\"m\",\"timeout\":-1}")]
    public async Task a_call_that_makes_no_sense_is_refused(string body)
    {
        var (id, token) = await server.CreateDeviceAsync();
        (await server.Admin.PostApiAsync($"api/rpc/twoway/{id}", body)).Refused(400, 31);
        Assert.Equal(HttpStatusCode.RequestTimeout, (await PollAsync(token, "?timeout=-1")).StatusCode);
    }

    [Fact]
    public async Task a_record_tells_all_about_its_command()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var rpc = await KeepAsync(id, "m", more: ",\"params\":{\"a\":1.0},\"additionalInfo\":{\"n\":[1.50]},\"retries\":2");
        var record = (await server.Admin.GetApiAsync($"api/rpc/persistent/{rpc}")).Ok();
        Assert.Equal(
            (string[])["id", "createdTime", "tenantId", "deviceId", "expirationTime", "request", "response", "status", "additionalInfo"],
            record.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("QUEUED", JsonValueKind.Null, "{\"n\":[1.50]}"), (record["status"].GetString(), record["response"].ValueKind, record["additionalInfo"].GetRawText()));
        var request = record["request"];
        Assert.Equal(("m", "{\"a\":1.0}"), (request.GetProperty("body").GetProperty("method").GetString(), request.GetProperty("body").GetProperty("params").GetString()));
        Assert.Equal((false, true, 2), (request.GetProperty("oneway").GetBoolean(), request.GetProperty("persisted").GetBoolean(), request.GetProperty("retries").GetInt32()));
        await ReplyAsync(token, await TakeAsync(token), "{\"r\": 2.50}");
        record = (await server.Admin.GetApiAsync($"api/rpc/persistent/{rpc}")).Ok();
        Assert.Equal(("SUCCESSFUL", "{\"r\":2.50}"), (record["status"].GetString(), record["response"].GetRawText()));
    }

    [Fact]
    public async Task records_are_listed_by_status_and_only_the_administrator_deletes_them()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var (customer, _, _, user) = await server.CreateCustomerUserAsync();
        (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{id}")).Ok();
        var first = await KeepAsync(id, "a");
        await KeepAsync(id, "b");
        await ReplyAsync(token, await TakeAsync(token), "pong");

        Assert.Equal("b", Method(Assert.Single(await ListAsync(user, id, "&rpcStatus=QUEUED"))));
        var answered = Assert.Single(await ListAsync(user, id, "&rpcStatus=successful"));
        Assert.Equal(("a", "{\"error\":\"pong\"}"), (Method(answered), answered.GetProperty("response").GetRawText()));
        Assert.Equal(2, (await ListAsync(user, id, "")).Length);
        Assert.Empty(await ListAsync(user, id, "&rpcStatus=FAILED"));
        foreach (var bad in (string[])["DELETED", "deleted", "nosuch", "1"])
            (await user.GetApiAsync($"api/rpc/persistent/device/{id}?pageSize=10&page=0&rpcStatus={bad}")).Refused(400, 31);
        (await user.GetApiAsync($"api/rpc/persistent/device/{id}?pageSize=10")).Refused(400, 31);
        (await user.GetApiAsync($"api/rpc/persistent/device/{id}?pageSize=10&page=0&sortProperty=color")).Refused(400, 31);

        (await user.DeleteApiAsync($"api/rpc/persistent/{first}")).Refused(403, 20);
        Assert.Equal("", (await server.Admin.DeleteApiAsync($"api/rpc/persistent/{first}")).Ok().Text);
        (await server.Admin.DeleteApiAsync($"api/rpc/persistent/{first}")).Refused(404, 32);
        (await user.GetApiAsync($"api/rpc/persistent/{first}")).Refused(404, 32);
        (await user.GetApiAsync($"api/rpc/persistent/nosuch")).Refused(400, 31);
        var (_, _, _, stranger) = await server.CreateCustomerUserAsync();
        (await stranger.GetApiAsync($"api/rpc/persistent/device/{id}?pageSize=10&page=0")).Refused(403, 20);
    }

    private static string Method(JsonElement record) => record.GetProperty("request").GetProperty("body").GetProperty("method").GetString()!;

    private static async Task<JsonElement[]> ListAsync(HttpClient client, Guid id, string more) =>
        [.. (await client.CallAsync("GET", Records(id, more))).Ok()["data"].EnumerateArray()];

    private static FormattableString Records(Guid id, string more) => $"api/rpc/persistent/device/{id}?pageSize=10&page=0{more}";

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, int status, string named)
    {
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((status, status), ((int)answer.StatusCode, error.GetProperty("status").GetInt32()));
        Assert.Contains(named, error.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    private Task<HttpResponseMessage> PollAsync(string token, string query = "") => server.Device.GetAsync($"api/v1/{token}/rpc{query}", Cancellation);

    /// <summary>Polls for one command; its number.</summary>
    private async Task<int> TakeAsync(string token)
    {
        var answer = await PollAsync(token, "?timeout=20000");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt32();
    }

    private Task<HttpResponseMessage> ReplyAsync(string token, int id, string body) =>
        server.Device.PostAsync($"api/v1/{token}/rpc/{id}", new StringContent(body, Encoding.UTF8), Cancellation);

    /// <summary>Issues a persistent command; the id of its record.</summary>
    private async Task<string> KeepAsync(Guid device, string method, bool oneWay = false, string more = "")
    {
        var path = oneWay ? "oneway" : "twoway";
        var answer = await server.Admin.PostApiAsync($"api/rpc/{path}/{device}", $"{{\"method\":\"{method}\",\"persistent\":true,\"timeout\":60000{more}}}");
        return answer.Ok()["rpcId"].GetString()!;
    }

    private Task<HttpResponseMessage> PostAsync(string token, string? prefer, string body = "{t:1}")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{token}/telemetry") { Content = new StringContent(body) };
        if (prefer is not null)
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        return server.Device.SendAsync(request, Cancellation);
    }

    private async Task<string> AppliedAsync(string token, string prefer, string applied)
    {
        var answer = await PostAsync(token, prefer);
        Assert.Equal((HttpStatusCode.OK, applied), (answer.StatusCode, answer.Headers.GetValues("Preference-Applied").Single()));
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
