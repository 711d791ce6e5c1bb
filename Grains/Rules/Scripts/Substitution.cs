using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>What a replacement's <c>$</c> stand for (ECMAScript, GetSubstitution).</summary>
internal static class Substitution
{
    /// <param name="match">What a replacement function is called with: the match, its captures, the position, the text and, where there are any, the named captures.</param>
    /// <returns>Null: it would be longer than <paramref name="limit"/>.</returns>
    public static string? Expand(string template, JsValue[] match, int limit)
    {
        var names = match[^1] as ObjectInstance;
        var rest = names is null ? match.AsSpan() : match.AsSpan(0, match.Length - 1);
        var text = TypeConverter.ToString(rest[^1]);
        var position = (int)TypeConverter.ToInteger(rest[^2]);
        var captures = rest[..^2];
        var found = TypeConverter.ToString(captures[0]);
        var expanded = new StringBuilder();
        for (var i = 0; i < template.Length && expanded.Length <= limit; i++)
        {
            if (template[i] != '$' || i + 1 == template.Length)
            {
                expanded.Append(template[i]);
                continue;
            }
            var used = 1;
            switch (template[i + 1])
            {
                case '$':
                    expanded.Append('$');
                    break;
                case '&':
                    expanded.Append(found);
                    break;
                case '`':
                    expanded.Append(text, 0, position);
                    break;
                case '\'':
                    expanded.Append(text, Math.Min(text.Length, position + found.Length), Math.Max(0, text.Length - position - found.Length));
                    break;
                case '<' when names is not null && template.IndexOf('>', i) is > 0 and var end:
                    Append(expanded, names.Get(template[(i + 2)..end]));
                    used = end - i;
                    break;
                default:
                    used = Number(template.AsSpan(i + 1), captures.Length - 1, out var number);
                    if (used > 0)
                        Append(expanded, captures[number]);
                    else
                        expanded.Append('$');
                    break;
            }
            i += used;
        }
        return expanded.Length > limit ? null : expanded.ToString();
    }

    private static void Append(StringBuilder expanded, JsValue capture)
    {
        if (!capture.IsUndefined())
            expanded.Append(TypeConverter.ToString(capture));
    }

    /// <returns>Digits used: two where they name a capture that there is, else one, else none.</returns>
    private static int Number(ReadOnlySpan<char> digits, int captures, out int number)
    {
        for (var length = Math.Min(2, digits.Length); length > 0; length--)
        {
            if (int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= captures)
                return length;
        }
        number = 0;
        return 0;
    }
}
