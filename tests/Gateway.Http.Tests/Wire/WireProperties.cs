using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OrleansIot.Attributes;
using OrleansIot.Telemetry;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class WireProperties
{
    private const int Samples = 3000;

    private static readonly JsonSerializerOptions Strict = new() { MaxDepth = LenientJson.MaxDepth };

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char["abc XYZ019_-./{}[]:,;=#\\\"'\t\n\u0001éж€"].Array[0, 12].Select(units => new string(units)),
        Gen.Const("😀"),
        Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Keys = Texts.Where(text => text.Length is > 0 and <= 255 && !string.IsNullOrWhiteSpace(text));

    private static readonly Gen<JsonNode?> Scalars = Gen.OneOf<JsonNode?>(
        Gen.Const((JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
        Texts.Select(value => (JsonNode?)JsonValue.Create(value)));

    private static readonly Gen<JsonNode?> Nodes = Gen.Recursive<JsonNode?>((depth, inner) => depth > 4
        ? Scalars
        : Gen.Frequency(
            (4, Scalars),
            (1, inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(Copy)]))),
            (1, Gen.Select(Texts, inner).Array[0, 4].Select(members => (JsonNode?)ObjectOf(members)))));

    private static readonly Gen<JsonObject> Objects = Gen.Select(Keys, Nodes).Array[0, 40].Select(ObjectOf);

    [Fact]
    public void strict_json_is_normalised_to_itself() => Nodes.Sample(node =>
    {
        string text = node?.ToJsonString(Strict) ?? "null";
        return JsonNode.DeepEquals(node, JsonNode.Parse(Bodies.Normalized(text), documentOptions: new JsonDocumentOptions { MaxDepth = 255 }));
    }, iter: Samples);

    [Fact]
    public void normalising_twice_changes_nothing() => Gen.Select(Nodes, Gen.Int).Sample((node, seed) =>
    {
        string once = Bodies.Normalized(Respelling.Of(node, seed));
        return Bodies.Normalized(once) == once;
    }, iter: Samples);

    [Fact]
    public void a_strict_object_has_the_attributes_that_the_framework_reads() => Objects.Sample(node =>
    {
        AttributeValue[] attributes = Bodies.Attributes(node.ToJsonString());
        Assert.Equal(node.Where(m => m.Value is not null).Select(m => m.Key), attributes.Select(a => a.Key));
        foreach (AttributeValue attribute in attributes)
            AssertStoredAs(node[attribute.Key]!, attribute.Value);
    }, iter: Samples);

    [Fact]
    public void a_respelled_document_means_the_same() => Gen.Select(Objects, Gen.Int).Sample((node, seed) =>
        Bodies.Show(Bodies.Telemetry(Respelling.Of(node, seed))) == Bodies.Show(Bodies.Telemetry(node.ToJsonString()))
        && Bodies.Normalized(Respelling.Of(node, seed)) == Bodies.Normalized(node.ToJsonString()), iter: Samples);

    [Fact]
    public void no_two_readings_share_key_and_instant() =>
        Gen.Select(Gen.Char["abc"], Gen.Int[-1, 3], Gen.Int[0, 9]).Array[0, 80].Sample(elements =>
        {
            string body = "[" + string.Join(',', elements.Select(e => e.Item2 < 0 ? $"{{{e.Item1}:{e.Item3}}}" : $"{{ts:{e.Item2},values:{{{e.Item1}:{e.Item3}}}}}")) + "]";
            Reading[] readings = Bodies.Telemetry(body);
            int untimed = elements.Count(e => e.Item2 < 0);
            int timed = elements.Where(e => e.Item2 >= 0).Select(e => (e.Item1, e.Item2)).Distinct().Count();
            return readings.Select(r => (r.Key, r.Ts)).Distinct().Count() == readings.Length && readings.Length == untimed + timed;
        }, iter: Samples);

    [Fact]
    public void a_double_reads_back_as_itself() => Gen.Long.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite).Sample(value =>
    {
        string text = TypedValueWriterTests.Written(TypedValue.Double(value));
        TypedValue read = Bodies.Value(text);
        double back = read.Kind == ValueKind.Long ? read.AsLong : read.AsDouble;
        return BitConverter.DoubleToInt64Bits(back) == BitConverter.DoubleToInt64Bits(value) || (value == 0 && back == 0);
    }, iter: Samples);

    [Fact]
    public void a_written_value_reads_back_as_itself() => Objects.Sample(node =>
    {
        AttributeValue[] attributes = Bodies.Attributes(node.ToJsonString());
        foreach (AttributeValue attribute in attributes)
        {
            TypedValue back = Bodies.Value(TypedValueWriterTests.Written(attribute.Value));
            // A DOUBLE of at least 10^7 is written with an exponent, and reads back as the LONG it equals.
            Assert.True(back == attribute.Value || (attribute.Value.Kind == ValueKind.Double && (double)back.AsLong == attribute.Value.AsDouble), Bodies.Show(attribute.Value));
        }
    }, iter: Samples);

    [Fact]
    public void a_cast_string_prints_back_as_the_same_text() =>
        Gen.Char["0123456789.-"].Array[1, 24].Select(units => new string(units)).Sample(text =>
        {
            TypedValue value = Bodies.Value($"\"{text}\"");
            return value.Kind switch
            {
                ValueKind.Long => value.AsLong.ToString(CultureInfo.InvariantCulture) == text,
                ValueKind.Double => Plain(value.AsDouble) == text,
                _ => value == TypedValue.String(text),
            };
        }, iter: Samples);

    [Fact]
    public void a_long_or_a_plain_double_in_quotes_is_cast() => Gen.Select(Gen.Long, Gen.Int, Gen.Int[0, 6]).Sample((whole, part, decimals) =>
    {
        double real = part / Math.Pow(10, decimals);
        return Bodies.Value($"\"{whole}\"") == TypedValue.Long(whole) && Bodies.Value($"\"{Plain(real)}\"") == TypedValue.Double(real);
    }, iter: Samples);

    private static string Plain(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('E'))
            text = ((decimal)value).ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') ? text : text + ".0";
    }

    private static void AssertStoredAs(JsonNode node, TypedValue value)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(TypedValue.Boolean(node.GetValue<bool>()), value);
                break;
            case JsonValueKind.String:
                Assert.Equal(node.GetValue<string>(), value.Kind == ValueKind.Double ? Plain(value.AsDouble) : value.ToString());
                break;
            case JsonValueKind.Number when long.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out long whole):
                Assert.Equal(TypedValue.Long(whole), value);
                break;
            case JsonValueKind.Number when value.Kind == ValueKind.String:
                Assert.Equal(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture), double.Parse(value.ToString(), CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                Assert.Equal(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture), value.Kind == ValueKind.Long ? value.AsLong : value.AsDouble);
                break;
            default:
                Assert.Equal(ValueKind.Json, value.Kind);
                Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(Encoding.UTF8.GetString(value.Text))));
                break;
        }
    }

    private static JsonObject ObjectOf((string, JsonNode?)[] members)
    {
        var node = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
            node[name] = Copy(value);
        return node;
    }

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();
}
