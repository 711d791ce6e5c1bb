using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Acornima.Ast;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>
/// Spells template literals as calls of <c>concat</c>: one literal in a source of a few kilobytes can make a text of gigabytes, and only functions have a limit.
/// Tagged ones make no text and stay.
/// </summary>
internal static class Templates
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The source without template literals, line for line; null: it has none.</summary>
    public static string? Rewrite(Script program, string source)
    {
        var nodes = program.DescendantNodes().ToArray();
        var tagged = nodes.OfType<TaggedTemplateExpression>().Select(t => t.Quasi).ToHashSet();
        var pieces = nodes.OfType<TemplateLiteral>().Where(t => !tagged.Contains(t)).SelectMany(Pieces).OrderBy(p => p.Start).ToArray();
        if (pieces.Length == 0)
            return null;
        var rewritten = new StringBuilder(source.Length + (32 * pieces.Length));
        var at = 0;
        foreach (var (start, end, before, element, after) in pieces)
        {
            rewritten.Append(source, at, start - at).Append(before).Append(JsonSerializer.Serialize(element.Value.Cooked, Plain));
            rewritten.Append('\n', source.AsSpan(start, end - start).Count('\n')).Append(after);
            at = end;
        }
        return rewritten.Append(source, at, source.Length - at).ToString();
    }

    /// <summary>Each text of a literal with the marks around it, and what to write instead of the marks.</summary>
    private static IEnumerable<(int Start, int End, string Before, TemplateElement Element, string After)> Pieces(TemplateLiteral literal)
    {
        for (var i = 0; i < literal.Quasis.Count; i++)
        {
            var element = literal.Quasis[i];
            var (isFirst, isLast) = (i == 0, element.Tail);
            var after = isLast ? isFirst ? ")" : "))" : isFirst ? ".concat((" : ",(";
            yield return (element.Range.Start - 1, element.Range.End + (isLast ? 1 : 2), isFirst ? "(" : "),", element, after);
        }
    }
}
