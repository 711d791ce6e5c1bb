namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class ManagementTelemetryTests(EmbeddedServer server)
{
    [Fact]
    public async Task written_attributes_keep_the_type_of_their_json()
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/SHARED_SCOPE", """{"s":"42","l":42,"d":42.0,"b":true,"j":{"x":[1,null]}}""")).Ok();
        var read = (await server.Admin.GetApiAsync($"{path}/values/attributes/SHARED_SCOPE?keys=s,l,d,b,j")).Ok().Json.EnumerateArray().ToDictionary(e => e.GetProperty("key").GetString()!, e => e.GetProperty("value").GetRawText());
        Assert.Equal(("\"42\"", "42", "42.0", "true", """{"x":[1,null]}"""), (read["s"], read["l"], read["d"], read["b"], read["j"]));
    }

    [Theory]
    [InlineData("""{"a":null}""", "SHARED_SCOPE")]
    [InlineData("""[]""", "SHARED_SCOPE")]
    [InlineData("""{}""", "SHARED_SCOPE")]
    [InlineData("""{""", "SHARED_SCOPE")]
    [InlineData("""{"":1}""", "SHARED_SCOPE")]
    [InlineData("""{" ":1}""", "SERVER_SCOPE")]
    [InlineData("""{a:1}""", "SERVER_SCOPE")]
    [InlineData("""{"a":12345678901234567890}""", "SERVER_SCOPE")]
    [InlineData("""{"a":1}""", "CLIENT_SCOPE")]
    [InlineData("""{"a":1}""", "NO_SCOPE")]
    public async Task attributes_that_cannot_be_written_are_refused_and_nothing_is_stored(string body, string scope)
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/{scope}", body)).Refused(400, 31);
        Assert.Equal("[]", (await server.Admin.GetApiAsync($"{path}/values/attributes")).Ok().Text);
    }

    [Fact]
    public async Task keys_may_be_named_in_lists_and_one_by_one()
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/SERVER_SCOPE", """{"a":1,"b":2,"c,d":3,"e":4}""")).Ok();
        var read = (await server.Admin.GetApiAsync($"{path}/values/attributes/SERVER_SCOPE?keys=a,b&keys=e,nosuch&key=c,d")).Ok();
        Assert.Equal(["a", "b", "c,d", "e"], read.Json.EnumerateArray().Select(e => e.GetProperty("key").GetString()).Order(StringComparer.Ordinal));
        (await server.Admin.DeleteApiAsync($"{path}/SERVER_SCOPE?key=c,d&keys=a,nosuch")).Ok();
        Assert.Equal(["b", "e"], (await server.Admin.GetApiAsync($"{path}/keys/attributes/SERVER_SCOPE")).Ok().Json.EnumerateArray().Select(k => k.GetString()).Order(StringComparer.Ordinal));
        (await server.Admin.DeleteApiAsync($"{path}/SERVER_SCOPE")).Refused(400, 31);
    }

    [Fact]
    public async Task readings_are_text_unless_strict_types_are_asked_for()
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY", """{"ts":5,"values":{"l":1,"d":1.5,"b":true,"s":"x","j":{"q":"1"}}}""")).Ok();
        var text = (await server.Admin.GetApiAsync($"{path}/values/timeseries?keys=l,d,b,s,j")).Ok();
        Assert.Equal("""{"l":[{"ts":5,"value":"1"}],"d":[{"ts":5,"value":"1.5"}],"b":[{"ts":5,"value":"true"}],"s":[{"ts":5,"value":"x"}],"j":[{"ts":5,"value":"{\"q\":\"1\"}"}]}""", text.Text);
        var strict = (await server.Admin.GetApiAsync($"{path}/values/timeseries?keys=l,d,b,s,j&startTs=0&endTs=9&useStrictDataTypes=true")).Ok();
        Assert.Equal("""{"l":[{"ts":5,"value":1}],"d":[{"ts":5,"value":1.5}],"b":[{"ts":5,"value":true}],"s":[{"ts":5,"value":"x"}],"j":[{"ts":5,"value":{"q":"1"}}]}""", strict.Text);
    }

    [Fact]
    public async Task a_named_key_without_readings_is_null_now_and_all_keys_are_those_with_readings()
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY/60", """{"a":1}""")).Ok();
        var named = (await server.Admin.GetApiAsync($"{path}/values/timeseries?keys=nosuch")).Ok()["nosuch"][0];
        Assert.Equal("null", named.GetProperty("value").GetRawText());
        Assert.True(named.GetProperty("ts").GetInt64() > 1_600_000_000_000);
        Assert.Equal(["a"], (await server.Admin.GetApiAsync($"{path}/values/timeseries")).Ok().Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal("""["a"]""", (await server.Admin.GetApiAsync($"{path}/keys/timeseries")).Ok().Text);
    }

    [Theory]
    [InlineData("""{"a":null}""")]
    [InlineData("""[{"a":1},{"b":null}]""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""5""")]
    [InlineData("""{""")]
    public async Task readings_that_cannot_be_written_are_refused_and_nothing_is_stored(string body)
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY", body)).Refused(400, 31);
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY/soon", """{"a":1}""")).Refused(400, 31);
        Assert.Equal("[]", (await server.Admin.GetApiAsync($"{path}/keys/timeseries")).Ok().Text);
    }

    [Theory]
    [InlineData("startTs=0&endTs=10")]
    [InlineData("keys=a&startTs=x&endTs=10")]
    [InlineData("keys=a&startTs=0&endTs=10&limit=0")]
    [InlineData("keys=a&startTs=0&endTs=10&limit=50001")]
    [InlineData("keys=a&startTs=0&endTs=10&agg=MEDIAN")]
    [InlineData("keys=a&startTs=0&endTs=10&agg=AVG&interval=-1")]
    [InlineData("keys=a&startTs=0&endTs=1000000&agg=AVG&interval=1")]
    [InlineData("keys=a&startTs=-9223372036854775808&endTs=9223372036854775807&agg=AVG&interval=1")]
    [InlineData("keys=a&startTs=0&endTs=1700000000000&agg=AVG&intervalType=MONTH&timeZone=Mars/Olympus")]
    [InlineData("keys=a,b,c,d,e,f,g,h,i,j,k&startTs=0&endTs=10&limit=50000")]
    [InlineData("keys=a&useStrictDataTypes=perhaps")]
    public async Task a_history_that_cannot_be_is_refused(string query) => (await server.Admin.GetApiAsync($"{await DeviceAsync()}/values/timeseries?{query}")).Refused(400, 31);

    [Fact]
    public async Task an_aggregation_follows_the_calendar_of_a_time_zone()
    {
        var path = await DeviceAsync();
        long january = new DateTimeOffset(2026, 1, 31, 22, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), february = january + 3_600_000;
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY", $$$"""[{"ts":{{{january}}},"values":{"a":1}},{"ts":{{{february}}},"values":{"a":2}}]""")).Ok();
        var range = $"keys=a&startTs={january - 1000}&endTs={february + 1000}&agg=SUM&intervalType=MONTH&orderBy=ASC";
        Assert.Equal(["1", "2"], await ValuesAsync($"{path}/values/timeseries?{range}&timeZone=Europe/Berlin"));
        Assert.Equal(["3"], await ValuesAsync($"{path}/values/timeseries?{range}"));
    }

    [Fact]
    public async Task readings_are_deleted_in_a_range_or_all()
    {
        var path = await DeviceAsync();
        (await server.Admin.PostApiAsync($"{path}/timeseries/ANY", """[{"ts":1,"values":{"a":1}},{"ts":2,"values":{"a":2}},{"ts":3,"values":{"a":3}}]""")).Ok();
        (await server.Admin.DeleteApiAsync($"{path}/timeseries/delete?keys=a")).Refused(400, 31);
        (await server.Admin.DeleteApiAsync($"{path}/timeseries/delete?startTs=0&endTs=9")).Refused(400, 31);
        (await server.Admin.DeleteApiAsync($"{path}/timeseries/delete?keys=a&startTs=2&endTs=4&rewriteLatestIfDeleted=true")).Ok();
        Assert.Equal(["1"], await ValuesAsync($"{path}/values/timeseries?keys=a&startTs=0&endTs=9"));
        Assert.Equal(["1"], await ValuesAsync($"{path}/values/timeseries?keys=a"));
        (await server.Admin.DeleteApiAsync($"{path}/timeseries/delete?keys=a&deleteAllDataForKeys=true")).Ok();
        Assert.Equal("[]", (await server.Admin.GetApiAsync($"{path}/keys/timeseries")).Ok().Text);
    }

    private async Task<string> DeviceAsync() => $"api/plugins/telemetry/DEVICE/{(await server.CreateDeviceAsync()).Id}";

    private async Task<IEnumerable<string?>> ValuesAsync(string path) =>
        [.. (await server.Admin.GetApiAsync($"{path}")).Ok()["a"].EnumerateArray().Select(e => e.GetProperty("value").GetString())];
}
