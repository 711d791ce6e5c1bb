using System.Text;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class LenientObjectTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", "x")]
    [InlineData("{a:x}", "x")]
    [InlineData("{a:007}", "007")]
    [InlineData("{a:1.50}", "1.50")]
    [InlineData("{a:true}", "true")]
    [InlineData("""{"a":"x","a":"y"}""", "y")]
    [InlineData("""{"\u0061":"\u00e4\n\u0000"}""", "ä\n")]
    public void members_are_read_as_text(string body, string expected)
    {
        Assert.True(LenientObject.TryRead(Encoding.UTF8.GetBytes(body), out var members, out _));
        Assert.Equal((true, expected), (members["a"].IsText, members["a"].Text));
    }

    [Theory]
    [InlineData("{a:null}")]
    [InlineData("{a:{b:1}}")]
    [InlineData("{a:[1]}")]
    public void null_objects_and_arrays_are_no_text(string body)
    {
        Assert.True(LenientObject.TryRead(Encoding.UTF8.GetBytes(body), out var members, out _));
        Assert.False(members["a"].IsText);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    public void nothing_has_no_members(string body)
    {
        Assert.True(LenientObject.TryRead(Encoding.UTF8.GetBytes(body), out var members, out _));
        Assert.Empty(members);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{x")]
    [InlineData("{a:1}x")]
    [InlineData("{a:{b}")]
    public void what_is_no_object_is_refused_with_a_reason(string body)
    {
        Assert.False(LenientObject.TryRead(Encoding.UTF8.GetBytes(body), out _, out var refusal));
        Assert.NotEmpty(refusal.Reason);
    }

    [Fact]
    public void more_members_than_anybody_needs_are_refused()
    {
        var body = "{" + string.Join(",", Enumerable.Range(0, 1_001).Select(n => $"k{n}:1")) + "}";
        Assert.False(LenientObject.TryRead(Encoding.UTF8.GetBytes(body), out _, out _));
    }
}
