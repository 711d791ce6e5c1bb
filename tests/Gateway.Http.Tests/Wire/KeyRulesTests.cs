using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class KeyRulesTests
{
    [Theory]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("$x")]
    [InlineData("it's")]
    [InlineData("a:b")]
    [InlineData("a,b")]
    [InlineData(" a")]
    [InlineData("é")]
    [InlineData("e\u0301")]
    [InlineData("ключ")]
    [InlineData("😀")]
    [InlineData("__proto__")]
    [InlineData("<script>")]
    [InlineData("{{x}}")]
    public void a_key_is_kept_to_the_letter(string key)
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(key, Assert.Single(Bodies.Telemetry($$"""{"{{key}}":1}""")).Key);
            Assert.Equal(key, Assert.Single(Bodies.Attributes($$"""{"{{key}}":1}""")).Key);
        }
    }

    [Theory]
    [InlineData("\\u0061\\\"\\n", "a\"\n")]
    [InlineData("\\ud83d\\ude00", "😀")]
    public void escapes_in_a_key_are_resolved(string spelling, string key) =>
        Assert.Equal(key, Assert.Single(Bodies.Telemetry($$"""{"{{spelling}}":1}""")).Key);

    [Theory]
    [InlineData("k", 255)]
    [InlineData("ж", 255)]
    [InlineData("€", 255)]
    [InlineData("😀", 127)]
    [InlineData("\\u20ac", 255)]
    [InlineData("\\ud83d\\ude00", 127)]
    public void a_key_may_have_255_utf16_units_and_not_more(string unit, int most)
    {
        string Repeat(int count) => string.Concat(Enumerable.Repeat(unit, count));
        Assert.True(Assert.Single(Bodies.Telemetry($$"""{"{{Repeat(most)}}":1}""")).Key.Length is 254 or 255);
        Assert.Contains("longer than 255", Bodies.TelemetryRefusal($$"""{"a":1,"{{Repeat(most + 1)}}":1}""").Reason);
        Assert.Contains("longer than 255", Bodies.AttributesRefusal($$"""{"a":1,"{{Repeat(100 * most)}}":1}""").Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("   ")]
    [InlineData("\\t\\n")]
    [InlineData("\u00A0\u3000")]
    [InlineData("a\0b")]
    [InlineData("a\\u0000b")]
    [InlineData("\\u0000")]
    public void a_key_that_is_none_refuses_the_whole_body(string key)
    {
        Bodies.TelemetryRefusal($$"""{"{{key}}":1,"good":2}""");
        Bodies.TelemetryRefusal($$"""[{"good":2},{"{{key}}":1}]""");
        Bodies.TelemetryRefusal($$$"""{"ts":1,"values":{"good":2,"{{{key}}}":1}}""");
        Bodies.AttributesRefusal($$"""{"good":2,"{{key}}":1}""");
    }

    [Fact]
    public void keys_that_share_a_slot_of_the_cache_stay_apart()
    {
        string[] keys = [.. Enumerable.Range(0, 20_000).Select(i => $"key-{i}")];
        foreach (string key in keys.Concat(keys))
            Assert.Equal(key, KeyNames.Find(Bodies.Bytes(key), out _));
    }

    [Fact]
    public void a_key_seen_before_costs_no_new_string()
    {
        string? first = KeyNames.Find("temperature"u8, out _);
        Assert.Same(first, KeyNames.Find("temperature"u8, out _));
        first = KeyNames.Find("température"u8, out _);
        Assert.Same(first, KeyNames.Find("température"u8, out _));
    }
}
