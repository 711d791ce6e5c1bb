using System.Globalization;
using System.Text;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>The inside of JSON strings.</summary>
internal static class JsonQuotes
{
    /// <summary>Appends text with the escapes that JSON asks for; half a surrogate pair, which no encoding knows, is escaped, too.</summary>
    public static void Append(StringBuilder output, string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= ' ' && c != '"' && c != '\\' && !char.IsSurrogate(c))
                continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            output.Append(text, from, i - from).Append(Escape(c));
            from = i + 1;
        }
        output.Append(text, from, text.Length - from);
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
    };
}
