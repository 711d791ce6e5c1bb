using System.Buffers;
using System.Text.Json;

namespace OrleansIot.Race.References;

/// <summary>What a reference reads of a body: the time and up to three numbers or texts, without allocating.</summary>
internal struct ParsedBody
{
    public long Ts;
    public double First;
    public double Second;
    public double Third;

    /// <summary>Throws <see cref="JsonException"/> when the body is not strict JSON.</summary>
    public static ParsedBody Parse(in ReadOnlySequence<byte> body)
    {
        var parsed = default(ParsedBody);
        var count = 0;
        var isTs = false;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    isTs = reader.ValueTextEquals("ts"u8);
                    break;
                case JsonTokenType.Number when isTs:
                    parsed.Ts = reader.GetInt64();
                    break;
                case JsonTokenType.Number:
                    parsed.Set(count++, reader.GetDouble());
                    break;
                case JsonTokenType.String:
                    parsed.Set(count++, reader.ValueSpan.Length);
                    break;
                default:
                    break;
            }
        }

        return parsed;
    }

    private void Set(int index, double value)
    {
        switch (index)
        {
            case 0:
                First = value;
                break;
            case 1:
                Second = value;
                break;
            default:
                Third = value;
                break;
        }
    }
}
