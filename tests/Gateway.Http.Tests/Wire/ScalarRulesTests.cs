using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class ScalarRulesTests
{
    private static readonly WireOptions NoCast = new() { CastStrings = false };

    public static TheoryData<string, string> Numbers => new()
    {
        { "42", "LONG 42" },
        { "-17", "LONG -17" },
        { "0", "LONG 0" },
        { "-0", "LONG 0" },
        { "42.0", "DOUBLE 42" },
        { "-0.0", "DOUBLE -0" },
        { "0.1", "DOUBLE 0.1" },
        { "9007199254740993", "LONG 9007199254740993" },
        { "9223372036854775807", "LONG 9223372036854775807" },
        { "-9223372036854775808", "LONG -9223372036854775808" },
        { "9223372036854775808", "STRING 9223372036854775808" },
        { "-9223372036854775809", "STRING -9223372036854775809" },
        { "4.2e1", "LONG 42" },
        { "1e2", "LONG 100" },
        { "1E+2", "LONG 100" },
        { "1.0e2", "LONG 100" },
        { "100e-2", "LONG 1" },
        { "0e5", "LONG 0" },
        { "-0e0", "LONG 0" },
        { "0.0e-999999999", "LONG 0" },
        { "0.5e1", "LONG 5" },
        { "1.0e15", "LONG 1000000000000000" },
        { "-9223372036854775808e0", "LONG -9223372036854775808" },
        { "922337203685477580.7e1", "LONG 9223372036854775807" },
        { "1.5e0", "DOUBLE 1.5" },
        { "101E-1", "DOUBLE 10.1" },
        { "7e-06", "DOUBLE 7E-06" },
        { "10000000.0", "DOUBLE 10000000" },
        { "12345678.0", "DOUBLE 12345678" },
        { "9999999.0", "DOUBLE 9999999" },
        { "12345678.5", "DOUBLE 12345678.5" },
        { "1e19", "STRING 10000000000000000000" },
        { "1e20", "STRING 100000000000000000000" },
        { "-92233720368547758090e-1", "STRING -9223372036854775809" },
        { "1e39", "STRING 1" + new string('0', 39) },
        { "1e40", "DOUBLE 1E+40" },
        { "123e37", "STRING 123" + new string('0', 37) },
        { "123e38", "DOUBLE 1.23E+40" },
        { "9.9701010061400066E19", "DOUBLE 9.970101006140006E+19" },
        { "1.5e300", "DOUBLE 1.5E+300" },
        { "123456789012345678901.5", "DOUBLE 1.2345678901234568E+20" },
        { "0.30000000000000004", "DOUBLE 0.30000000000000004" },
        { "0.00000000123456789", "DOUBLE 1.23456789E-09" },
        { "1e-15", "DOUBLE 1E-15" },
        { "1e-16", "DOUBLE 1E-16" },
        { "5e-324", "DOUBLE 5E-324" },
        { "1e-400", "DOUBLE 0" },
        { "1e-999999999", "DOUBLE 0" },
        { "1e-99999999999999999999999", "DOUBLE 0" },
        { "1.7976931348623157e308", "DOUBLE 1.7976931348623157E+308" },
        { new string('7', 1000), "STRING " + new string('7', 1000) },
        { "0." + new string('0', 20_000) + "1e20001", "LONG 1" },
        { "0." + new string('0', 20_000) + "15e20001", "DOUBLE 1.5" },
        { "1" + new string('0', 20_000) + "e-20000", "LONG 1" },
        { "1.5" + new string('0', 20_000) + "1e0", "DOUBLE 1.5" },
        { "1." + new string('0', 20_000), "DOUBLE 1" },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void a_number_has_a_type_and_an_exact_value(string token, string stored)
    {
        Assert.Equal(stored, Bodies.Show(Bodies.Value(token)));
        if (stored.StartsWith("STRING", StringComparison.Ordinal))
            Bodies.ValueIsRefused(token, NoCast);
        else
            Assert.Equal(stored, Bodies.Show(Bodies.Value(token, NoCast)));
    }

    public static TheoryData<string> NumbersOutOfRange =>
        ["1e400", "-1e400", "1.5e400", "1e309", "1e999999999", "1.0e999999999", "-1E+99999999999999999999999", "2e308", new string('9', 400) + ".5", new string('9', 400) + "e1", "0." + new string('0', 100) + "1e999999999"];

    [Theory]
    [MemberData(nameof(NumbersOutOfRange))]
    public void a_number_that_no_type_holds_refuses_the_body(string token)
    {
        Bodies.ValueIsRefused(token);
        Bodies.ValueIsRefused(token, NoCast);
    }

    [Theory]
    [InlineData("42", "LONG 42")]
    [InlineData("0", "LONG 0")]
    [InlineData("-5", "LONG -5")]
    [InlineData("9223372036854775807", "LONG 9223372036854775807")]
    [InlineData("-9223372036854775808", "LONG -9223372036854775808")]
    [InlineData("1.5", "DOUBLE 1.5")]
    [InlineData("-1.5", "DOUBLE -1.5")]
    [InlineData("42.0", "DOUBLE 42")]
    [InlineData("0.0", "DOUBLE 0")]
    [InlineData("12345678.5", "DOUBLE 12345678.5")]
    [InlineData("0.00001", "DOUBLE 1E-05")]
    [InlineData("100000000000000000000.0", "DOUBLE 1E+20")]
    public void a_string_that_its_number_prints_back_is_cast(string text, string stored)
    {
        Assert.Equal(stored, Bodies.Show(Bodies.Value($"\"{text}\"")));
        Assert.Equal(stored, Bodies.Show(Bodies.Value($"'{text}'")));
        Assert.Equal($"STRING {text}", Bodies.Show(Bodies.Value($"\"{text}\"", NoCast)));
    }

    [Theory]
    [InlineData("1.10")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.00")]
    [InlineData("-0")]
    [InlineData("007")]
    [InlineData("0123")]
    [InlineData("-01")]
    [InlineData("00")]
    [InlineData("00.5")]
    [InlineData("000012300007")]
    [InlineData("9223372036854775808")]
    [InlineData("31534147313130300083212353937")]
    [InlineData("00000000000000000000000000000000009223372036854775808")]
    [InlineData("123456789012345678901.5")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("+5")]
    [InlineData("1e5")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    [InlineData(" 42")]
    [InlineData("42 ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("true")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("٤٢")]
    public void any_other_string_stays_a_string(string text)
    {
        Assert.Equal($"STRING {text}", Bodies.Show(Bodies.Value($"\"{text}\"")));
        Assert.Equal($"STRING {text}", Bodies.Show(Bodies.Value($"\"{text}\"", NoCast)));
    }

    [Theory]
    [InlineData("01", "LONG 1")]
    [InlineData("-01", "LONG -1")]
    [InlineData("0000000000000000000000000000001", "LONG 1")]
    [InlineData("09223372036854775808", "STRING 09223372036854775808")]
    [InlineData(".5", "DOUBLE 0.5")]
    [InlineData("-.5", "DOUBLE -0.5")]
    [InlineData("01.10", "DOUBLE 1.1")]
    [InlineData("+5", "STRING +5")]
    [InlineData("1.", "STRING 1.")]
    [InlineData("-", "STRING -")]
    [InlineData(".", "STRING .")]
    [InlineData("1.2.3", "STRING 1.2.3")]
    [InlineData("01e5", "STRING 01e5")]
    [InlineData("1e", "STRING 1e")]
    [InlineData("0x1F", "STRING 0x1F")]
    [InlineData("NaN", "STRING NaN")]
    [InlineData("Infinity", "STRING Infinity")]
    [InlineData("-Infinity", "STRING -Infinity")]
    [InlineData("word", "STRING word")]
    [InlineData("truely", "STRING truely")]
    [InlineData("٤٢", "STRING ٤٢")]
    [InlineData("a\0b", "STRING ab")]
    public void a_bare_word_is_a_number_where_it_looks_like_one_and_else_a_string(string word, string stored)
    {
        Assert.Equal(stored, Bodies.Show(Bodies.Value(word)));
        Assert.Equal($"STRING {word.Replace("\0", "")}", Bodies.Show(Bodies.Value(word, NoCast)));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("FALSE", false)]
    public void true_and_false_are_booleans_in_any_case(string token, bool value) =>
        Assert.Equal(TypedValue.Boolean(value), Bodies.Value(token));

    [Theory]
    [InlineData("""{"k":"42"}""", """{"k":"42"}""")]
    [InlineData("""["42",42.0,{"x":null,"y":1}]""", """["42",42.0,{"x":null,"y":1}]""")]
    [InlineData("[1,null]", "[1,null]")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("[ 1 , { a : 'b' } ]", """[1,{"a":"b"}]""")]
    public void inside_a_json_value_nothing_is_cast_and_nothing_is_lost(string token, string json) =>
        Assert.Equal($"JSON {json}", Bodies.Show(Bodies.Value(token)));

    [Theory]
    [InlineData("\"\\u0041\\ud83d\\ude00\"", "A😀")]
    [InlineData("\"\\ud800\"", "\uFFFD")]
    [InlineData("\"\\u0034\\u0032\"", null)]
    [InlineData("\"4\\u00002\"", "42")]
    [InlineData("\"a\0b\\u0000\"", "ab")]
    [InlineData("\"\\u0000\"", "")]
    [InlineData("\"\\t\"", "\t")]
    public void escapes_are_resolved_and_nul_is_left_out(string token, string? text) =>
        Assert.Equal(text is null ? TypedValue.Long(42) : TypedValue.String(text), Bodies.Value(token));

    [Theory]
    [InlineData("\"abcdef\"", false)]
    [InlineData("\"123456\"", false)]
    [InlineData("\"abcde\"", true)]
    [InlineData("\"12345\"", true)]
    [InlineData("\"😀😀x\"", true)]
    [InlineData("\"😀😀😀\"", false)]
    [InlineData("\"\\u20ac\\u20ac\\u20ac\\u20ac\\u20ac\"", true)]
    [InlineData("\"\\u20ac\\u20ac\\u20ac\\u20ac\\u20ac\\u20ac\"", false)]
    [InlineData("abcdef", false)]
    [InlineData("abcde", true)]
    [InlineData("123456", true)]
    [InlineData("0123456", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("[\"abcdef\"]", true)]
    public void a_string_longer_than_the_limit_refuses_the_body(string token, bool taken)
    {
        var options = new WireOptions { MaxStringLength = 5 };
        if (taken)
            Bodies.Value(token, options);
        else
            Bodies.ValueIsRefused(token, options);
    }

    [Fact]
    public void a_string_refused_for_its_length_is_named_with_length_and_limit()
    {
        WireRefusal refusal = Bodies.TelemetryRefusal("""{"name":"abcdef"}""", new WireOptions { MaxStringLength = 5 });
        Assert.Contains("\"name\"", refusal.Reason);
        Assert.Contains("6", refusal.Reason);
        Assert.Contains("5", refusal.Reason);
    }
}
