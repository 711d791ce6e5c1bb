using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansIot.Gateway.Wire;

/// <summary>Spells a document as the lenient grammar allows, a different way for each seed.</summary>
internal sealed class Respelling
{
    private readonly Random _random;
    private readonly StringBuilder _text = new();

    private Respelling(int seed) => _random = new Random(seed);

    public static string Of(JsonNode? node, int seed)
    {
        var respelling = new Respelling(seed);
        respelling._text.Append(respelling.Any("", "\uFEFF", ")]}'\n", "\uFEFF )]}'\r\n"));
        respelling.Write(node);
        respelling.Space();
        return respelling._text.ToString();
    }

    private void Write(JsonNode? node)
    {
        Space();
        switch (node)
        {
            case null:
                _text.Append(Any("null", "NULL", "Null"));
                break;
            case JsonArray items:
                WriteArray(items);
                break;
            case JsonObject members:
                WriteObject(members);
                break;
            default:
                switch (node.GetValueKind())
                {
                    case JsonValueKind.String:
                        WriteText(node.GetValue<string>(), word: false);
                        break;
                    case JsonValueKind.True:
                        _text.Append(Any("true", "True", "tRUE"));
                        break;
                    case JsonValueKind.False:
                        _text.Append(Any("false", "False", "FALSE"));
                        break;
                    default:
                        _text.Append(node.ToJsonString());
                        break;
                }

                break;
        }

        Space();
    }

    private void WriteArray(JsonArray items)
    {
        _text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Append(Any(",", ";"));
            if (items[i] is null && items.Count > 1 && _random.Next(2) == 0)
                Space();
            else
                Write(items[i]);
        }

        _text.Append(']');
    }

    private void WriteObject(JsonObject members)
    {
        _text.Append('{');
        bool first = true;
        foreach ((string name, JsonNode? value) in members)
        {
            if (!first)
                _text.Append(Any(",", ";"));
            Space();
            if (_random.Next(8) == 0)
            {
                WriteText(name, word: true);
                _text.Append(":overruled,");
            }

            WriteText(name, word: true);
            Space();
            _text.Append(Any(":", "=", "=>"));
            Write(value);
            first = false;
        }

        Space();
        _text.Append('}');
    }

    /// <param name="word">The text may go without quotes: it is a name.</param>
    private void WriteText(string text, bool word)
    {
        if (word && text.Length > 0 && text.All(char.IsAsciiLetterOrDigit) && _random.Next(2) == 0)
        {
            _text.Append(text);
            return;
        }

        char quote = Any("\"", "'")[0];
        _text.Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (unit == quote || unit == '\\')
                _text.Append('\\').Append(unit);
            else if (_random.Next(6) == 0 && !char.IsSurrogate(unit))
                _text.Append($"\\u{(int)unit:x4}");
            else
                _text.Append(unit);
        }

        _text.Append(quote);
    }

    private void Space() => _text.Append(Any("", "", "", " ", "\r\n\t ", "/* {,\" */", "//x\n", "# it's\n"));

    private string Any(params ReadOnlySpan<string> spellings) => spellings[_random.Next(spellings.Length)];
}
