using System.Text;
using Xunit;

namespace OrleansIot.Gateway.Wire;

/// <summary>Bodies made to hurt. The time-outs guard against hanging; they measure nothing.</summary>
public sealed class HostileBodiesTests
{
    private const int Guard = 60_000;
    private const int Million = 1_000_000;

    public static TheoryData<string, string> EndlessBodies => new()
    {
        { "objects", Repeat("{\"a\":", Million / 5) },
        { "arrays", "{\"a\":" + Repeat("[", Million) },
        { "closed arrays", "{\"a\":" + Repeat("[", Million) + Repeat("]", Million) + "}" },
        { "a string", "{\"a\":\"" + Repeat("x", Million) },
        { "escapes", "{\"a\":\"" + Repeat("\\\"", Million) },
        { "a comment", "{\"a\":1/*" + Repeat("*", Million) },
        { "comment openers", "{\"a\":1" + Repeat("/*", Million) },
        { "comments", "{\"a\":1" + Repeat("/**/", Million) },
        { "lines of comments", "{\"a\":1" + Repeat("#\n", Million) },
        { "blanks", "{\"a\":1" + Repeat(" ", Million) },
        { "a word", "{\"a\":" + Repeat("x", Million) },
        { "a name", "{" + Repeat("x", Million) },
        { "a key", "{\"" + Repeat("x", Million) + "\":1}" },
        { "an escaped key", "{\"" + Repeat("\\u0061", Million) + "\":1}" },
        { "digits before a point", "{\"a\":" + Repeat("9", Million) + ".5}" },
        { "digits of an exponent", "{\"a\":1e" + Repeat("9", Million) + "}" },
        { "a vast exponent", "{\"a\":1e999999999}" },
        { "prefixes", Repeat(")]}'\n", Million) },
        { "commas", "{" + Repeat(",", Million) },
        { "slots", "[" + Repeat(",", Million) + "]" },
        { "half surrogates", "{\"a\":\"" + Repeat("\\ud800", Million / 6) },
    };

    [Theory(Timeout = Guard)]
    [MemberData(nameof(EndlessBodies))]
    public Task what_never_ends_is_refused(string _, string body) => Task.Run(() =>
    {
        Bodies.TelemetryRefusal(body);
        Bodies.AttributesRefusal(body);
    }, TestContext.Current.CancellationToken);

    public static TheoryData<string, string, int> LargeBodies => new()
    {
        { "one name", "{" + Repeat("\"a\":1,", 500_000) + "\"a\":2}", 1 },
        { "one nested name", "{\"a\":{" + Repeat("\"a\":1,", 500_000) + "\"a\":2}}", 1 },
        { "repeated names on each level", Repeat("{\"a\":0,\"b\":1,\"a\":", 250) + "\"" + Repeat("x", Million) + "\"" + Repeat("}", 250), 2 },
        { "digits", "{\"a\":" + Repeat("7", Million) + "}", 1 },
        { "zeros of an exponent", "{\"a\":1e" + Repeat("0", Million) + "}", 1 },
        { "zeros against an exponent", "{\"a\":0." + Repeat("0", Million) + "1e1000001}", 1 },
        { "elements without time", "[" + Repeat("{\"a\":1},", 200_000) + "{\"a\":1}]", 200_001 },
        { "elements of one time", "[" + Repeat("{\"ts\":1,\"values\":{\"a\":1}},", 100_000) + "{}]", 1 },
        { "empty elements", "[" + Repeat("{},", Million) + "{}]", 0 },
        { "escapes", "{\"a\":\"" + Repeat("\\n", Million) + "\"}", 1 },
        { "NUL", "{\"a\":\"" + Repeat("\0", Million) + "\"}", 1 },
        { "quoted digits", "{\"a\":\"" + Repeat("7", Million) + "\"}", 1 },
        { "nulls", "{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"k{i}:null")) + "}", 0 },
        { "keys", "{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"k{i}:1")) + "}", 200_000 },
        { "nested keys", "{a:{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"k{i}:1")) + "}}", 1 },
        { "keys that collide in Java", "{" + string.Join(',', CollidingKeys.OfJava(16).Select(k => $"{k}:1")) + "}", 1 << 16 },
        { "nested keys that collide in Java", "{a:{" + string.Join(',', CollidingKeys.OfJava(16).Select(k => $"{k}:1")) + "}}", 1 },
        { "keys that collide in .NET", "{" + string.Join(',', CollidingKeys.OfDotnet(100_000).Select(k => $"{k}:1")) + "}", 100_000 },
        { "nested keys that collide in .NET", "{a:{" + string.Join(',', CollidingKeys.OfDotnet(100_000).Select(k => $"{k}:1")) + "}}", 1 },
        { "elements with keys that collide in .NET", "[" + string.Join(',', CollidingKeys.OfDotnet(50_000).Select(k => $"{{{k}:1}}")) + "]", 50_000 },
    };

    [Theory(Timeout = Guard)]
    [MemberData(nameof(LargeBodies))]
    public Task what_is_large_is_read_in_linear_time(string _, string body, int readings) =>
        Task.Run(() => Assert.Equal(readings, Bodies.Telemetry(body).Length), TestContext.Current.CancellationToken);

    [Fact]
    public void the_colliding_keys_differ() => Assert.Equal(100_000, CollidingKeys.OfDotnet(100_000).Distinct().Count());

    [Fact]
    public void a_million_nested_objects_are_refused_at_the_first_that_is_too_deep() =>
        Assert.Equal(255 * 5, Bodies.TelemetryRefusal(Repeat("{\"a\":", Million)).Offset);

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
