using System.Text;
using Xunit;

namespace OrleansIot.Gateway.Rules;

public sealed class CallParserTests
{
    [Theory]
    [InlineData("""{"method":"m","params":{}}""", """{"method":"m","params":{}}""")]
    [InlineData("""{ "params" : [ 1.50 , null ] , "more" : {"method":1} , "method" : "ü\"" }""", """{"method":"ü\"","params":[1.50,null]}""")]
    [InlineData("""{"method":"a","method":"b","params":1,"params":null}""", """{"method":"b","params":null}""")]
    [InlineData("""{"method":1.50,"params":"x"}""", """{"method":"1.50","params":"x"}""")]
    [InlineData("""{"method":true,"params":0}""", """{"method":"true","params":0}""")]
    [InlineData("""{method: m, params: {a: b}}""", """{"method":"m","params":{"a":"b"}}""")]
    public void a_call_is_its_method_and_its_params(string body, string call)
    {
        Assert.True(CallParser.TryParse(Encoding.UTF8.GetBytes(body), out var read, out _));
        Assert.Equal(call, Encoding.UTF8.GetString(read));
    }

    [Theory]
    [InlineData("""{"params":1}""", "'method'")]
    [InlineData("""{"method":"m"}""", "'params'")]
    [InlineData("""{"method":null,"params":1}""", "'method'")]
    [InlineData("""{"method":[],"params":1}""", "'method'")]
    [InlineData("""{"Method":"m","params":1}""", "'method'")]
    [InlineData("[1]", "object")]
    [InlineData("1", "object")]
    [InlineData("{", "")]
    public void what_is_no_call_is_named(string body, string named)
    {
        Assert.False(CallParser.TryParse(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"method":"\ud800","params":"\ud800"}""")]
    [InlineData("""{"method":"\u0000","params":{"\udc00":1}}""")]
    public void text_that_is_no_unicode_does_no_harm(string body) =>
        Assert.True(CallParser.TryParse(Encoding.UTF8.GetBytes(body), out _, out var problem) || problem.Length > 0);

    [Fact]
    public void params_may_be_as_deep_as_any_body()
    {
        var body = $$"""{"method":"m","params":{{new string('[', 200)}}{{new string(']', 200)}}}""";
        Assert.True(CallParser.TryParse(Encoding.UTF8.GetBytes(body), out _, out _));
    }
}
