using System.Text;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class LenientGrammarTests
{
    [Theory]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":1}")]
    [InlineData("{a=1}")]
    [InlineData("{a=>1}")]
    [InlineData("{ a => 1 }")]
    [InlineData("{\"a\":1} // c")]
    [InlineData("{\"a\":1} // c\n")]
    [InlineData("/* c */{\"a\":1}")]
    [InlineData("/***/{\"a\"/**/:/* } */1/*\n*/}/**/")]
    [InlineData("# c\n{\"a\":1}#")]
    [InlineData("# c\r{a:1#\n}")]
    [InlineData("\uFEFF{\"a\":1}")]
    [InlineData(")]}'\n{\"a\":1}")]
    [InlineData(")]}'\r\n{\"a\":1}")]
    [InlineData("\uFEFF )]}'\n {\"a\":1}")]
    [InlineData(" \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n} \t\r\n")]
    public void many_spellings_mean_the_same(string body)
    {
        Assert.Equal("a@S=LONG 1", Bodies.Show(Bodies.Telemetry(body)));
        Assert.Equal("a=LONG 1", Bodies.Show(Bodies.Attributes(body)));
        Assert.Equal("""{"a":1}""", Bodies.Normalized(body));
    }

    [Theory]
    [InlineData("{a:1;b:2}", """{"a":1,"b":2}""")]
    [InlineData("[1;2]", "[1,2]")]
    [InlineData("[1,,2]", "[1,null,2]")]
    [InlineData("[1,]", "[1,null]")]
    [InlineData("[,]", "[null,null]")]
    [InlineData("[;1]", "[null,1]")]
    [InlineData("[]", "[]")]
    [InlineData("[ /* */ ]", "[]")]
    [InlineData("{a:'x y'}", """{"a":"x y"}""")]
    [InlineData("{a:b c:d}", null)]
    [InlineData("{'it\\'s':'say \"hi\"'}", """{"it's":"say \"hi\""}""")]
    [InlineData("{a:it's}", """{"a":"it's"}""")]
    [InlineData("{a:say\"hi\"}", """{"a":"say\"hi\""}""")]
    [InlineData("[True,FALSE,Null,tRuE]", "[true,false,null,true]")]
    [InlineData("{null:1,true:2,5:3}", """{"null":1,"true":2,"5":3}""")]
    [InlineData("[NaN,Infinity,-Infinity,+5,1.,0x1F,nulls,-,1e5x]", """["NaN","Infinity","-Infinity","+5","1.","0x1F","nulls","-","1e5x"]""")]
    [InlineData("[01,.5,-.5,-01,00,00.50,0.0,-007.25]", "[1,0.5,-0.5,-1,0,0.50,0.0,-7.25]")]
    [InlineData("[1,-0,1.50,1e400,1E+2,12345678901234567890123]", "[1,-0,1.50,1e400,1E+2,12345678901234567890123]")]
    [InlineData("\"x\"", "\"x\"")]
    [InlineData("'x'", "\"x\"")]
    [InlineData("word", "\"word\"")]
    [InlineData("5", "5")]
    [InlineData("", "null")]
    [InlineData(" # nothing", "null")]
    [InlineData("{\"a\":\"x\ny\u0001\"}", """{"a":"x\ny\u0001"}""")]
    [InlineData("""["\u0041\ud83d\ude00\/\b\f\n\r\t\"\\"]""", """["A😀/\b\f\n\r\t\"\\"]""")]
    [InlineData("[\"a\\\nb\"]", """["a\nb"]""")]
    [InlineData("""["\ud800","\udc00","\ud800\ud800\udc00","\ud800x"]""", """["�","�","�𐀀","�x"]""")]
    [InlineData("""["a\u0000b",{"k\u0000":1,"k":2}]""", """["ab",{"k":2}]""")]
    [InlineData("[a\0b,\"a\0b\"]", """["ab","ab"]""")]
    [InlineData("""{"x":null,"y":[null,{}]}""", """{"x":null,"y":[null,{}]}""")]
    [InlineData("""{"a":1,"b":2,"a":{"c":1,"c":[3,4]},"d":5}""", """{"a":{"c":[3,4]},"b":2,"d":5}""")]
    [InlineData("""{"a":{"x":0,"x":1},"b":{"y":{"z":0,"z":1},"y":2},"a":[{"x":0,"c":{},"x":{"y":1,"y":2}}]}""", """{"a":[{"x":{"y":2},"c":{}}],"b":{"y":2}}""")]
    [InlineData("""{"a":1,"\u0061":2,'a':3,a:4}""", """{"a":4}""")]
    public void a_document_is_rewritten_as_strict_json(string document, string? json)
    {
        if (json is null)
            Assert.False(LenientJson.TryNormalize(Bodies.Bytes(document), out _, out _));
        else
            Assert.Equal(json, Bodies.Normalized(document));
    }

    [Theory]
    [InlineData("{\"a\":1", 6)]
    [InlineData("{\"a\":1,\"b\":{\"c\":2}", 18)]
    [InlineData("{\"a\":\"x", 5)]
    [InlineData("{\"a\":'x\"}", 5)]
    [InlineData("{\"a\":1}}", 7)]
    [InlineData("{\"a\":1}{\"b\":2}", 7)]
    [InlineData("{\"a\":1}x", 7)]
    [InlineData("not json at all", 0)]
    [InlineData("{\"a\"}", 4)]
    [InlineData("{\"a\":}", 5)]
    [InlineData("{\"a\":,\"b\":1}", 5)]
    [InlineData("{:1}", 1)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{,}", 1)]
    [InlineData("{,\"a\":1}", 1)]
    [InlineData("{\"a\":1,,\"b\":2}", 7)]
    [InlineData("{\"a\":1 \"b\":2}", 7)]
    [InlineData("{\"a\":[1}", 7)]
    [InlineData("{\"a\":[1 2]}", 8)]
    [InlineData("{\"a\":{]}", 6)]
    [InlineData("{\"a\":\"\\x\"}", 6)]
    [InlineData("{\"a\":\"\\u12g4\"}", 6)]
    [InlineData("{\"a\":\"\\u12", 6)]
    [InlineData("{\"a\":\"\\", 6)]
    [InlineData("{\"a\":1 /* c }", 7)]
    [InlineData("{\"a\":1 / 2}", 7)]
    [InlineData("{\"a\":\\n}", 5)]
    [InlineData("{\"a\"=>>1}", null)]
    [InlineData("{a:=1}", 3)]
    [InlineData("{a::1}", 3)]
    [InlineData("{", 1)]
    [InlineData("[", 1)]
    [InlineData("]", 0)]
    [InlineData("}", 0)]
    [InlineData("/", 0)]
    [InlineData(")]}'{\"a\":1}", 0)]
    [InlineData("{\"a\":1\f}", 6)]
    public void what_is_no_document_is_refused_and_the_place_is_named(string body, int? at)
    {
        if (at is null)
        {
            Assert.Equal("a@S=STRING >1", Bodies.Show(Bodies.Telemetry(body)));
            return;
        }

        Assert.Equal(at, Bodies.TelemetryRefusal(body).Offset);
        bool telemetryRoot = body.StartsWith('{');
        Assert.False(LenientJson.TryNormalize(Bodies.Bytes(body), out byte[]? json, out WireRefusal refusal) && telemetryRoot);
        Assert.True(json is null != (refusal == default));
    }

    [Fact]
    public void nesting_of_255_is_taken_and_256_is_refused()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
        Assert.Equal(Nested(255), Bodies.Normalized(Nested(255)));
        Assert.Single(Bodies.Telemetry($$"""{"deep":{{Nested(254)}}}"""));
        Assert.Contains("255 deep", Bodies.TelemetryRefusal($$"""{"deep":{{Nested(255)}}}""").Reason);
        Assert.False(LenientJson.TryNormalize(Bodies.Bytes(Nested(256)), out _, out WireRefusal refusal));
        Assert.Contains("255 deep", refusal.Reason);
        Assert.Single(Bodies.Telemetry($$$"""[{},{"ts":1,"values":{"deep":{{{Nested(252)}}}}}]"""));
    }

    [Fact]
    public void depth_is_counted_along_a_path_not_over_the_document() =>
        Assert.Equal(1000, Bodies.Telemetry("[" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{{k{i}:[[]]}}")) + "]").Length);

    [Theory]
    [InlineData("78C328 79", "x\uFFFD(y")]
    [InlineData("78FF", "x\uFFFD")]
    [InlineData("EDA080", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("F09F98", "\uFFFD")]
    public void bytes_that_are_no_utf8_become_replacement_characters(string hex, string text)
    {
        byte[] body = [.. "{\"a\":\""u8, .. Convert.FromHexString(hex.Replace(" ", "")), .. "\"}"u8];
        Assert.Equal($"a@S=STRING {text}", Bodies.Show(Bodies.Telemetry(body)));
        Assert.True(LenientJson.TryNormalize(body, out byte[]? json, out _));
        Assert.Equal($$"""{"a":"{{text}}"}""", Encoding.UTF8.GetString(json!));
    }

    [Fact]
    public void long_bodies_that_are_no_utf8_are_replaced_like_the_framework_does()
    {
        byte[] body = new byte[10_000];
        new Random(7).NextBytes(body);
        Assert.Equal(Encoding.UTF8.GetString(body), Encoding.UTF8.GetString(Utf8Body.Sanitize(body)));
    }

    [Fact]
    public void a_refusal_repeats_little_of_the_body_and_names_no_type()
    {
        string key = string.Concat(Enumerable.Repeat("😀k", 80));
        WireRefusal refusal = Bodies.TelemetryRefusal($$"""{"{{key}}":1e999}""");
        Assert.True(refusal.Reason.Length < 120, refusal.Reason);
        Assert.DoesNotContain("System", refusal.Reason);
        Assert.True(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(refusal.Reason)) == refusal.Reason, "half a surrogate pair");
    }
}
