using System.Text;
using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;
using Xunit;

namespace OrleansIot.Gateway.Rpc;

public sealed class CommandFormTests
{
    private const long Now = 1_700_000_000_000;

    private readonly RpcOptions _options = new();

    [Fact]
    public void a_call_with_everything_is_read()
    {
        var command = Read("""
            {"method":"setGpio","params":{ "pin": 1.50 },"timeout":20000,"persistent":true,"retries":3,"additionalInfo":{ "a": 1 },"requestUUID":"x","more":[{}]}
            """);
        Assert.Equal(("setGpio", "{\"pin\":1.50}", "{\"a\":1}"), (command.Method, Text(command.Params), Text(command.AdditionalInfo)));
        Assert.Equal((Now, Now + 20_000, true, 3), (command.Created, command.ExpiresAt, command.Persistent, command.Retries));
    }

    [Theory]
    [InlineData("", 10_000)]
    [InlineData(",\"timeout\":null", 10_000)]
    [InlineData(",\"timeout\":0", 5_000)]
    [InlineData(",\"timeout\":4999", 5_000)]
    [InlineData(",\"timeout\":40000", 40_000)]
    [InlineData(",\"timeout\":9223372036854775807", 3_600_000)]
    [InlineData(",\"timeout\":60000,\"expirationTime\":1700000001000", 1_000)]
    [InlineData(",\"expirationTime\":1699999999000", -1_000)]
    [InlineData(",\"expirationTime\":9223372036854775807", 3_600_000)]
    public void the_life_of_a_command_whose_caller_waits(string members, long life) => Assert.Equal(Now + life, Read($"{{\"method\":\"m\"{members}}}").ExpiresAt);

    [Theory]
    [InlineData(",\"timeout\":9223372036854775807")]
    [InlineData(",\"expirationTime\":9223372036854775807")]
    public void a_persistent_command_lives_to_the_year_9999_at_most(string members) =>
        Assert.Equal(253_402_300_799_999, Read($"{{\"method\":\"m\",\"persistent\":true{members}}}").ExpiresAt);

    [Theory]
    [InlineData("{\"method\":\"m\",\"params\":null}")]
    [InlineData("{\"method\":\"m\"}")]
    public void absent_params_are_none(string body) => Assert.Null(Read(body).Params);

    [Theory]
    [InlineData("\"23\"")]
    [InlineData("5.0")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("{\"a\":{\"b\":null}}")]
    public void params_may_be_any_json(string json) => Assert.Equal(json, Text(Read($"{{\"params\":{json},\"method\":\"m\"}}").Params));

    [Fact]
    public void the_last_member_of_a_name_counts() => Assert.Equal(("b", "2"), (Read("""{"method":"a","params":1,"method":"b","params":2}""").Method, Text(Read("""{"method":"a","params":1,"params":2}""").Params)));

    [Theory]
    [InlineData("методы/x y")]
    [InlineData("quo\\\"te\\\\")]
    [InlineData("\\ud83d\\ude00\\n")]
    [InlineData("")]
    public void a_method_is_any_text(string escaped) =>
        Assert.Equal(System.Text.Json.JsonSerializer.Deserialize<string>($"\"{escaped}\""), Read($"{{\"method\":\"{escaped}\"}}").Method);

    [Fact]
    public void a_nul_in_the_method_is_left_out() => Assert.Equal("ab", Read("{\"method\":\"a\\u0000b\"}").Method);

    [Theory]
    [InlineData("", "Invalid JSON")]
    [InlineData("no", "Invalid JSON")]
    [InlineData("{\"method\":\"m\"", "Invalid JSON")]
    [InlineData("{\"method\":\"m\"}x", "Invalid JSON")]
    [InlineData("[{\"method\":\"m\"}]", "Request is not a JSON object")]
    [InlineData("5", "Request is not a JSON object")]
    [InlineData("{}", "'method'")]
    [InlineData("{\"method\":null}", "'method'")]
    [InlineData("{\"method\":{\"a\":[1]}}", "'method'")]
    [InlineData("{\"method\":\"\\ud800\"}", "Unicode")]
    [InlineData("{\"method\":\"m\",\"timeout\":\"abc\"}", "'timeout'")]
    [InlineData("{\"method\":\"m\",\"timeout\":-1}", "'timeout'")]
    [InlineData("{\"method\":\"m\",\"timeout\":1.5}", "'timeout'")]
    [InlineData("{\"method\":\"m\",\"timeout\":{\"a\":1}}", "'timeout'")]
    [InlineData("{\"method\":\"m\",\"timeout\":9223372036854775808}", "'timeout'")]
    [InlineData("{\"method\":\"m\",\"expirationTime\":-1}", "'expirationTime'")]
    [InlineData("{\"method\":\"m\",\"retries\":2147483648}", "'retries'")]
    [InlineData("{\"method\":\"m\",\"persistent\":\"yes\"}", "'persistent'")]
    [InlineData("{\"timeout\":-1,\"method\":\"m\"}", "'timeout'")]
    public void what_makes_no_sense_is_refused_and_named(string body, string named)
    {
        var problem = Refuse(body);
        Assert.Equal(400, problem.Status);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_command_that_is_too_large_is_refused()
    {
        var fits = new string('x', _options.MaxCommandBytes - 3);
        Read($"{{\"method\":\"m\",\"params\":\"{fits}\"}}");
        Assert.Equal(413, Refuse($"{{\"method\":\"mm\",\"params\":\"{fits}\"}}").Status);
        Assert.Equal(413, Refuse($"{{\"method\":\"m\",\"params\":1,\"additionalInfo\":\"{fits}\"}}").Status);
    }

    [Fact]
    public void a_reply_is_json_or_kept_as_text()
    {
        Assert.Equal((true, "{\"r\":1.0}"), Reply("{ \"r\": 1.0 }"u8));
        Assert.Equal((false, "\"pong\""), Reply("pong"u8));
        Assert.Equal((false, "\"a\\u0000\\\"b\""), Reply("a\0\"b"u8));
        Assert.Equal((false, "\"\uFFFD\""), Reply([0xFF]));

        static (bool, string) Reply(ReadOnlySpan<byte> body) => CommandText.ReadReply(body) is var reply ? (reply.IsJson, Text(reply.Json)!) : default;
    }

    private static string? Text(byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);

    private NewCommand Read(string body)
    {
        Assert.True(CommandForm.TryRead(Encoding.UTF8.GetBytes(body), false, _options, Now, out var command, out var problem), problem?.Message);
        return command;
    }

    private Problem Refuse(string body)
    {
        Assert.False(CommandForm.TryRead(Encoding.UTF8.GetBytes(body), false, _options, Now, out _, out var problem));
        return problem;
    }
}
