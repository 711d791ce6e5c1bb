using System.Buffers;
using System.Text;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class TypedValueWriterTests
{
    public static string Written(TypedValue value)
    {
        var writer = new ArrayBufferWriter<byte>();
        TypedValueWriter.Write(writer, value);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    private static string WrittenAsText(TypedValue value)
    {
        var writer = new ArrayBufferWriter<byte>();
        TypedValueWriter.WriteAsText(writer, value);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    [Theory]
    [InlineData(42, "42.0")]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.5, "1.5")]
    [InlineData(-21.537, "-21.537")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0099, "0.0099")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(1e-5, "1.0E-5")]
    [InlineData(7e-6, "7.0E-6")]
    [InlineData(9999999, "9999999.0")]
    [InlineData(9999999.999, "9999999.999")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(1.23e8, "1.23E8")]
    [InlineData(12345678.5, "1.23456785E7")]
    [InlineData(100, "100.0")]
    [InlineData(1234567, "1234567.0")]
    [InlineData(1e15, "1.0E15")]
    [InlineData(1e16, "1.0E16")]
    [InlineData(1.2345678901234568e20, "1.2345678901234568E20")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(5e-324, "5.0E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(double.MinValue, "-1.7976931348623157E308")]
    public void a_double_is_written_in_java_notation(double value, string text)
    {
        Assert.Equal(text, Written(TypedValue.Double(value)));
        Assert.Equal($"\"{text}\"", WrittenAsText(TypedValue.Double(value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-17)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void a_long_is_written_as_its_digits(long value)
    {
        Assert.Equal($"{value}", Written(TypedValue.Long(value)));
        Assert.Equal($"\"{value}\"", WrittenAsText(TypedValue.Long(value)));
    }

    [Fact]
    public void booleans_and_no_value_are_words()
    {
        Assert.Equal("true", Written(TypedValue.Boolean(true)));
        Assert.Equal("\"false\"", WrittenAsText(TypedValue.Boolean(false)));
        Assert.Equal("null", Written(default));
        Assert.Equal("null", WrittenAsText(default));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("value1", "\"value1\"")]
    [InlineData("é😀/", "\"é😀/\"")]
    [InlineData("\"\\\b\f\n\r\t\u0001\u001f\u007f", "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\"")]
    public void a_string_is_quoted_and_escaped_where_it_must_be(string value, string json)
    {
        Assert.Equal(json, Written(TypedValue.String(value)));
        Assert.Equal(json, WrittenAsText(TypedValue.String(value)));
    }

    [Fact]
    public void json_is_written_as_it_is_or_as_text()
    {
        TypedValue value = TypedValue.Json("""{"k":"x"}"""u8.ToArray());
        Assert.Equal("""{"k":"x"}""", Written(value));
        Assert.Equal("""
            "{\"k\":\"x\"}"
            """, WrittenAsText(value));
    }

    [Theory]
    [InlineData("temperature", "\"temperature\"")]
    [InlineData("a\"b\\ж😀", "\"a\\\"b\\\\ж😀\"")]
    public void a_key_is_quoted_like_a_string(string key, string json)
    {
        var writer = new ArrayBufferWriter<byte>();
        TypedValueWriter.WriteKey(writer, key);
        Assert.Equal(json, Encoding.UTF8.GetString(writer.WrittenSpan));
    }
}
