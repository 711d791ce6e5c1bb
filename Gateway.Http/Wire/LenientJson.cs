using System.Diagnostics.CodeAnalysis;

namespace OrleansIot.Gateway.Wire;

/// <summary>Rewrites any document of the lenient grammar (specification 2.1) as strict JSON.</summary>
internal static class LenientJson
{
    /// <summary>Objects and arrays inside each other that a normalised document may have; other readers have lower limits of their own.</summary>
    public const int MaxDepth = LenientReader.MaxDepth;

    /// <summary>
    /// The document as strict, compact UTF-8 JSON. A blank one is <c>null</c>; of a name given twice the last value counts; NUL is left out;
    /// nothing is cast.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<byte> document, [NotNullWhen(true)] out byte[]? json, out WireRefusal refusal)
    {
        document = Utf8Body.Valid(document);
        json = null;
        refusal = default;
        var reader = new LenientReader(document);
        if (!reader.TryBegin(out bool blank))
        {
            refusal = reader.Refusal;
            return false;
        }

        if (blank)
        {
            json = "null"u8.ToArray();
            return true;
        }

        if (!reader.TryReadValue(out Token root) || !reader.TrySkip(ref root) || !reader.TryEnd())
        {
            refusal = reader.Refusal;
            return false;
        }

        json = JsonRewriter.Rewrite(document, root);
        return true;
    }
}
