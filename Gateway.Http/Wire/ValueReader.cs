using System.Text;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>Turns the token of a member into a typed value (specification 2.4).</summary>
internal readonly ref struct ValueReader(ReadOnlySpan<byte> body, WireOptions options)
{
    private const int SmallString = 512;
    private readonly ReadOnlySpan<byte> _body = body;

    public WireOptions Options => options;

    /// <summary>The value of a member; of kind None when it is null.</summary>
    public bool TryRead(in Member member, out TypedValue value, out WireRefusal refusal)
    {
        value = default;
        refusal = default;
        if (member.Key is null)
        {
            refusal = Refuse(member);
            return false;
        }

        switch (member.Value.Kind)
        {
            case TokenKind.Null:
                return true;
            case TokenKind.True or TokenKind.False:
                value = TypedValue.Boolean(member.Value.Kind == TokenKind.True);
                return true;
            case TokenKind.Number:
                value = Scalars.OfNumber(member.Value.In(_body));
                return TryKeepNumber(member, value, out refusal);
            case TokenKind.Word:
                ReadOnlySpan<byte> word = member.Value.In(_body);
                if (options.CastStrings && Scalars.TryWord(word, out value))
                    return TryKeepNumber(member, value, out refusal);
                value = TypedValue.String(WithoutNul(word));
                return TryKeepString(member, value.Text, out refusal);
            case TokenKind.String:
                return TryReadString(member, out value, out refusal);
            default:
                value = TypedValue.Json(JsonRewriter.Rewrite(_body, member.Value));
                return true;
        }
    }

    private bool TryReadString(in Member member, out TypedValue value, out WireRefusal refusal)
    {
        ReadOnlySpan<byte> text = member.Value.In(_body);
        if (!member.Value.Escaped)
            return TryTakeString(member, text, text, out value, out refusal);
        var withNul = new PooledBuffer(stackalloc byte[SmallString]);
        try
        {
            withNul.Advance(JsonEscapes.Resolve(text, withNul.GetSpan(text.Length), keepNul: true));
            return TryTakeString(member, withNul.Written, withNul.Written.Contains((byte)0) ? WithoutNul(withNul.Written) : withNul.Written, out value, out refusal);
        }
        finally
        {
            withNul.Dispose();
        }
    }

    private bool TryTakeString(in Member member, ReadOnlySpan<byte> text, ReadOnlySpan<byte> kept, out TypedValue value, out WireRefusal refusal)
    {
        value = default;
        if (!TryKeepString(member, text, out refusal))
            return false;
        if (!options.CastStrings || !Scalars.TryCast(text, out value))
            value = TypedValue.String(kept.ToArray());
        return true;
    }

    private bool TryKeepNumber(in Member member, in TypedValue value, out WireRefusal refusal)
    {
        refusal = default;
        if (value.Kind == ValueKind.Double && !double.IsFinite(value.AsDouble))
            refusal = WireRefusal.At(member.Value.Start, $"The number of {WireRefusal.Quote(member.Key!)} is out of range");
        else if (value.Kind == ValueKind.String && !options.CastStrings)
            refusal = WireRefusal.At(member.Value.Start, $"The integer of {WireRefusal.Quote(member.Key!)} does not fit 64 bits");
        else
            return value.Kind != ValueKind.String || TryKeepString(member, value.Text, out refusal);
        return false;
    }

    private bool TryKeepString(in Member member, ReadOnlySpan<byte> text, out WireRefusal refusal)
    {
        refusal = default;
        if (options.MaxStringLength == 0 || text.Length <= options.MaxStringLength)
            return true;
        int length = Encoding.UTF8.GetCharCount(text);
        if (length <= options.MaxStringLength)
            return true;
        refusal = WireRefusal.At(
            member.Value.Start, $"The string of {WireRefusal.Quote(member.Key!)} has {length} characters where {options.MaxStringLength} are allowed,");
        return false;
    }

    private static WireRefusal Refuse(in Member member) => WireRefusal.At(member.At, member.Fault switch
    {
        KeyFault.TooLong => "A key is longer than 255 characters",
        KeyFault.HoldsNul => "A key holds a NUL character",
        _ => "A key is empty or blank",
    });

    private static byte[] WithoutNul(ReadOnlySpan<byte> text)
    {
        byte[] kept = new byte[text.Length - text.Count((byte)0)];
        int length = 0;
        foreach (byte unit in text)
        {
            if (unit != 0)
                kept[length++] = unit;
        }

        return kept;
    }
}
