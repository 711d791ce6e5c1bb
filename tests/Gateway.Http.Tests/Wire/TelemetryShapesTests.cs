using OrleansIot.Telemetry;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class TelemetryShapesTests
{
    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", "a@S=LONG 1 b@S=STRING x")]
    [InlineData("{temperature:42,humidity:73}", "temperature@S=LONG 42 humidity@S=LONG 73")]
    [InlineData("""{"ts":1451649600512,"values":{"a":1}}""", "a@1451649600512=LONG 1")]
    [InlineData("""[{"a":1},{"b":2}]""", "a@S=LONG 1 b@S=LONG 2")]
    [InlineData("""[{"ts":1,"values":{"a":1}},{"a":2}]""", "a@1=LONG 1 a@S=LONG 2")]
    [InlineData("""[{"ts":2,"values":{"a":2}},{"ts":1,"values":{"a":1}}]""", "a@2=LONG 2 a@1=LONG 1")]
    [InlineData("{}", "")]
    [InlineData("[{}]", "")]
    [InlineData("[]", "")]
    [InlineData("[{},{}]", "")]
    [InlineData("""{"ts":1,"values":{}}""", "")]
    [InlineData("""{"a":null}""", "")]
    [InlineData("""{"a":null,"b":1}""", "b@S=LONG 1")]
    [InlineData("""{"ts":1}""", "ts@S=LONG 1")]
    [InlineData("""{"values":{"a":1}}""", "values@S=JSON {\"a\":1}")]
    [InlineData("""{"ts":1,"values":{"ts":5,"values":{"a":1}}}""", "ts@1=LONG 5 values@1=JSON {\"a\":1}")]
    [InlineData("""{"a":1,"a":2}""", "a@S=LONG 2")]
    [InlineData("""{"a":1,"b":3,"\u0061":2}""", "a@S=LONG 2 b@S=LONG 3")]
    [InlineData("""{"a":1,"a":null}""", "")]
    [InlineData("""{"a":1e999,"a":1}""", "a@S=LONG 1")]
    public void each_shape_of_a_body_has_its_readings(string body, string readings) =>
        Assert.Equal(readings, Bodies.Show(Bodies.Telemetry(body)));

    [Theory]
    [InlineData("""{"values":{"a":1},"ts":7}""")]
    [InlineData("""{"x":1,"ts":7,"values":{"a":1},"y":{"z":[]}}""")]
    [InlineData("""{"ts":6,"values":{"b":1},"values":{"a":1},"ts":7}""")]
    [InlineData("{'ts'=7;values=>{a:1}}")]
    [InlineData("""{"\u0074s":7,"values":{"a":1}}""")]
    [InlineData("""[{"values":{"a":1},"ts":7}]""")]
    public void ts_and_values_are_found_in_any_order_among_any_siblings(string body) =>
        Assert.Equal("a@7=LONG 1", Bodies.Show(Bodies.Telemetry(body)));

    [Theory]
    [InlineData("""{"":1,"ts":7,"values":{"a":1}}""")]
    [InlineData("""{"x":1e999,"ts":7,"values":{"a":1}}""")]
    [InlineData("""{"ts":7,"x":99999999999999999999,"values":{"a":1}}""")]
    public void siblings_of_ts_and_values_are_dropped_unread(string body) =>
        Assert.Equal("a@7=LONG 1", Bodies.Show(Bodies.Telemetry(body, new WireOptions { CastStrings = false })));

    [Theory]
    [InlineData("""[{"a":1},{"a":2}]""", "a@S=LONG 1 a@S+1=LONG 2")]
    [InlineData("""[{"a":1,"b":1},{"a":2},{"b":2,"a":3}]""", "a@S=LONG 1 b@S=LONG 1 a@S+1=LONG 2 b@S+1=LONG 2 a@S+2=LONG 3")]
    [InlineData("""[{"a":1},{"ts":5,"values":{"a":9}},{"a":2}]""", "a@S=LONG 1 a@5=LONG 9 a@S+1=LONG 2")]
    [InlineData("""[{"a":null},{"a":2}]""", "a@S=LONG 2")]
    [InlineData("""[{"ts":1700000000000,"values":{"a":1}},{"a":2}]""", "a@S=LONG 2")]
    [InlineData("""[{"a":1},{"ts":1700000000000,"values":{"a":2}},{"a":3}]""", "a@S=LONG 2 a@S+1=LONG 3")]
    [InlineData("""[{"ts":5,"values":{"a":1}},{"ts":6,"values":{"b":2}},{"ts":5,"values":{"a":3}}]""", "a@5=LONG 3 b@6=LONG 2")]
    public void repeats_in_an_array_lose_nothing_that_has_no_time_of_its_own(string body, string readings) =>
        Assert.Equal(readings, Bodies.Show(Bodies.Telemetry(body)));

    [Fact]
    public void long_arrays_follow_the_same_rule()
    {
        Reading[] readings = Bodies.Telemetry("[" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"{{a:{i},b{i % 5}:{i}}},{{ts:{i % 50},values:{{a:{i}}}}}")) + "]");
        Assert.Equal(500 + 500 + 50, readings.Length);
        Assert.Equal(readings.Length, readings.Select(r => (r.Key, r.Ts)).Distinct().Count());
        for (int i = 0; i < 500; i++)
        {
            Assert.Contains(readings, r => r.Key == "a" && r.Ts == Bodies.Now + i && r.Value.AsLong == i);
            Assert.Contains(readings, r => r.Key == $"b{i % 5}" && r.Ts == Bodies.Now + i / 5 && r.Value.AsLong == i);
        }

        for (int i = 0; i < 50; i++)
            Assert.Contains(readings, r => r.Key == "a" && r.Ts == i && r.Value.AsLong == 450 + i);
    }

    [Theory]
    [InlineData("1451649600512", 1451649600512)]
    [InlineData("\"1451649600512\"", 1451649600512)]
    [InlineData("\"\\u0031\"", 1)]
    [InlineData("\"-5\"", -5)]
    [InlineData("1451649600512.9", 1451649600512)]
    [InlineData("-1.9", -1)]
    [InlineData("1.451649600512e12", 1451649600512)]
    [InlineData("1.4516496005129e12", 1451649600512)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("1e-999999999", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807.99", long.MaxValue)]
    [InlineData("1451649600", 1451649600)]
    public void a_ts_is_taken_as_it_is(string token, long ts) =>
        Assert.Equal(ts, Assert.Single(Bodies.Telemetry($$$"""{"ts":{{{token}}},"values":{"a":1}}""")).Ts);

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("\"\"")]
    [InlineData("\"1.5\"")]
    [InlineData("\" 5\"")]
    [InlineData("\"5\\u0000\"")]
    [InlineData("abc")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e400")]
    [InlineData("1e999999999")]
    [InlineData("\"9223372036854775808\"")]
    public void a_ts_that_is_no_time_refuses_the_body(string token)
    {
        string body = $$$"""{"ts":{{{token}}},"values":{"a":1}}""";
        Assert.Equal(6, Bodies.TelemetryRefusal(body).Offset - (token[0] == '"' ? 1 : 0));
        Bodies.TelemetryRefusal($$"""[{"b":1},{{body}}]""");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("5")]
    [InlineData("\"x\"")]
    public void values_that_are_no_object_refuse_the_body(string token) =>
        Assert.StartsWith("The values beside a ts are not an object", Bodies.TelemetryRefusal($$"""{"ts":1,"values":{{token}}}""").Reason);

    [Theory]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("word")]
    [InlineData("")]
    [InlineData("  \r\n\t")]
    [InlineData("\uFEFF")]
    [InlineData("// nothing")]
    [InlineData("[1]")]
    [InlineData("""[[{"a":1}]]""")]
    [InlineData("""[{"a":1},5]""")]
    [InlineData("""[{"a":1},]""")]
    [InlineData("""[,{"a":1}]""")]
    [InlineData("[null]")]
    [InlineData("""["x"]""")]
    [InlineData("""[{"a":1},{"ts":"abc","values":{"b":2}}]""")]
    public void a_body_of_anything_else_is_refused_as_a_whole(string body) => Bodies.TelemetryRefusal(body);

    [Fact]
    public void a_body_of_more_values_than_allowed_is_refused()
    {
        var options = new WireOptions { MaxReadings = 3 };
        Assert.Equal(3, Bodies.Telemetry("[{a:1,b:2},{c:3}]", options).Length);
        Assert.Contains("more than 3 values", Bodies.TelemetryRefusal("[{a:1,b:2},{c:3,d:4}]", options).Reason);
    }

    [Fact]
    public void a_usual_body_allocates_its_readings_and_nothing_else()
    {
        byte[] body = Bodies.Bytes("""{"temperature":21.5,"humidity":73,"battery":98}""");
        Bodies.Telemetry(body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TelemetryParser.TryParse(body, Bodies.Now, WireOptions.Default, out _, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 200);
    }
}
