using System.Text;

namespace OrleansIot.Gateway.Wire;

/// <summary>Reads small requests: one object of the lenient grammar (specification 2.1), whose members are wanted as text.</summary>
internal static class LenientObject
{
    private const int MaxMembers = 1_000;

    /// <summary>The members by name; of a name given twice the last one. A blank document has none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> document, out Dictionary<string, WireScalar> members, out WireRefusal refusal)
    {
        document = Utf8Body.Valid(document);
        members = new(StringComparer.Ordinal);
        refusal = default;
        var reader = new LenientReader(document);
        if (!reader.TryBegin(out bool blank))
            return Pass(reader, out refusal);
        if (blank)
            return true;
        if (!reader.TryReadValue(out Token root))
            return Pass(reader, out refusal);
        if (root.Kind != TokenKind.Object)
        {
            refusal = WireRefusal.At(root.Start, "The body must be an object, unlike the value");
            return false;
        }
        for (bool first = true; reader.TryReadName(first, out Token name); first = false)
        {
            if (name.Kind == TokenKind.End)
                return reader.TryEnd() || Pass(reader, out refusal);
            if (!reader.TryReadValue(out Token value) || !reader.TrySkip(ref value))
                break;
            if (members.Count == MaxMembers)
            {
                refusal = WireRefusal.At(name.Start, $"The object has more than {MaxMembers} members; the first too many is");
                return false;
            }
            members[Text(name, document)] = new(value.Kind, value.IsContainer ? null : Text(value, document));
        }
        return Pass(reader, out refusal);
    }

    private static string Text(Token token, ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> content = token.In(document);
        if (!token.Escaped)
            return Encoding.UTF8.GetString(content);
        byte[] text = new byte[content.Length];
        return Encoding.UTF8.GetString(text.AsSpan(0, JsonEscapes.Resolve(content, text)));
    }

    private static bool Pass(in LenientReader reader, out WireRefusal refusal)
    {
        refusal = reader.Refusal;
        return false;
    }
}
