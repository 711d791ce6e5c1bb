using System.Diagnostics.CodeAnalysis;
using OrleansIot.Attributes;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>Reads attribute bodies (specification 2.3): one object, in which <c>ts</c> and <c>values</c> mean nothing special.</summary>
internal static class AttributeParser
{
    /// <summary>All attributes of the body, or a refusal: never both, never an exception for what a device sent.</summary>
    /// <param name="now">When the body was received.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> body, long now, WireOptions options, [NotNullWhen(true)] out AttributeBatch? batch, out WireRefusal refusal)
    {
        FewMembers few = default;
        var reader = new BodyReader(Utf8Body.Valid(body), options, ref few);
        try
        {
            bool taken = TryReadRoot(ref reader, out AttributeValue[] values) && reader.TryEnd();
            batch = taken ? new AttributeBatch(now, values) : null;
            refusal = reader.Refusal;
            return taken;
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static bool TryReadRoot(ref BodyReader reader, out AttributeValue[] values)
    {
        values = [];
        if (!reader.TryReadRoot(out Token root))
            return false;
        if (root.Kind != TokenKind.Object)
            return reader.Refuse(root.Start, "Attributes are an object, unlike the value");
        if (!reader.TryReadMembers())
            return false;
        int count = reader.ValueCount;
        if (count > 0)
            values = new AttributeValue[count];
        count = 0;
        foreach (ref readonly Member member in reader.Members)
        {
            if (!reader.TryConvert(member, out TypedValue value))
                return false;
            if (value.Kind != ValueKind.None)
                values[count++] = new AttributeValue(member.Key!, value);
        }

        return true;
    }
}
