using System.Text;
using System.Text.Json;
using CsCheck;
using OrleansIot.Gateway.Wire;
using Xunit;

namespace OrleansIot.Gateway.Rpc;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData(" { \"a\" : [ 1 , 2.50 , -0 , 1E+3 ] ,\r\n\t\"b\" : { } , \"c\" : [ ] } ", "{\"a\":[1,2.50,-0,1E+3],\"b\":{},\"c\":[]}")]
    [InlineData("\"\\u00e4 \\/ ä\\n\"", "\"\\u00e4 \\/ ä\\n\"")]
    [InlineData("123456789012345678901234567890.10", "123456789012345678901234567890.10")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("[[],[null,true,false],{\"x\":{}}]", "[[],[null,true,false],{\"x\":{}}]")]
    [InlineData("null", "null")]
    public void json_keeps_its_spelling_and_loses_its_blanks(string text, string expected)
    {
        Assert.True(StrictJson.TryCompact(Encoding.UTF8.GetBytes(text), out var json));
        Assert.Equal(expected, Encoding.UTF8.GetString(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("pong")]
    [InlineData("{a:1}")]
    [InlineData("{} {}")]
    [InlineData("[1,]")]
    [InlineData("\"\\x\"")]
    [InlineData("01")]
    [InlineData("// no\n1")]
    public void anything_else_is_no_json(string text) => Assert.False(StrictJson.TryCompact(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void json_may_be_nested_255_deep()
    {
        Assert.True(StrictJson.TryCompact(Encoding.UTF8.GetBytes(new string('[', 255) + new string(']', 255)), out _));
        Assert.False(StrictJson.TryCompact(Encoding.UTF8.GetBytes(new string('[', 256) + new string(']', 256)), out _));
    }

    /// <summary>Whatever the reader of the platform writes with indentation comes back as what it writes without.</summary>
    [Fact]
    public void compacting_undoes_indentation()
    {
        var scalar = Gen.OneOf(Gen.String.Select(s => (object?)s), Gen.Int.Select(i => (object?)i), Gen.Bool.Select(b => (object?)b), Gen.Const((object?)null));
        var list = scalar.List[0, 4].Select(l => (object?)l);
        var map = Gen.Dictionary(Gen.String, Gen.OneOf(scalar, list))[0, 4].Select(d => (object?)d);
        Gen.OneOf(scalar, list, map).Sample(value =>
        {
            var indented = JsonSerializer.SerializeToUtf8Bytes(value, new JsonSerializerOptions { WriteIndented = true });
            Assert.True(StrictJson.TryCompact(indented, out var json));
            Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(value), json);
        }, iter: 1_000);
    }
}
