using System.Diagnostics.CodeAnalysis;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>
/// Reads a telemetry or attributes body object by object: first all members of an object, then the value of each that counts, so that
/// what is overruled or dropped is never judged. A method that returns false has set <see cref="Refusal"/>.
/// </summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body, WireOptions options, [UnscopedRef] ref FewMembers few)
{
    private const int MostRawBytesOfUnit = 6;

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly ValueReader _values = new(body, options);
    private LenientReader _reader = new(body);
    private MemberList _members = new(ref few);
    private int _total;

    public WireRefusal Refusal { get; private set; }

    /// <summary>The members of the object read last; no name twice.</summary>
    public readonly ReadOnlySpan<Member> Members => _members.Members;

    /// <summary>How many members are not null.</summary>
    public readonly int ValueCount
    {
        get
        {
            int count = 0;
            foreach (ref readonly Member member in Members)
                count += member.Value.Kind == TokenKind.Null ? 0 : 1;
            return count;
        }
    }

    /// <summary>Reads the root of a body that may not be blank.</summary>
    public bool TryReadRoot(out Token root)
    {
        root = default;
        if (!_reader.TryBegin(out bool blank))
            return Pass();
        return blank ? Refuse(0, "The body is blank") : _reader.TryReadValue(out root) || Pass();
    }

    public bool TryReadElement(bool first, out Token element) => _reader.TryReadElement(first, out element) || Pass();

    public bool TryEnd() => _reader.TryEnd() || Pass();

    /// <summary>Reads the members of the object that was just entered.</summary>
    public bool TryReadMembers() => TryReadMembers(ref _reader);

    /// <summary>Reads the members of an object inside one that was read.</summary>
    public bool TryReadMembers(Token inner)
    {
        var reader = new LenientReader(_body, inner.Start + 1);
        return TryReadMembers(ref reader);
    }

    public readonly bool TryFind(string key, out Token value)
    {
        int at = _members.IndexOf(key);
        value = at < 0 ? default : Members[at].Value;
        return at >= 0;
    }

    /// <summary>The value of a member; of kind None when it is null.</summary>
    public bool TryConvert(in Member member, out TypedValue value)
    {
        if (_values.TryRead(member, out value, out WireRefusal refusal))
            return true;
        Refusal = refusal;
        return false;
    }

    public readonly bool TryReadTimestamp(Token value, out long ts) => Timestamps.TryRead(value, _body, out ts);

    public bool Refuse(int at, string problem)
    {
        Refusal = WireRefusal.At(at, problem);
        return false;
    }

    public void Dispose() => _members.Dispose();

    private bool TryReadMembers(ref LenientReader reader)
    {
        _members.Clear();
        for (bool first = true; reader.TryReadName(first, out Token name); first = false)
        {
            if (name.Kind == TokenKind.End)
            {
                _members.KeepLast();
                return true;
            }

            if (!reader.TryReadValue(out Token value) || !reader.TrySkip(ref value))
                break;
            if (++_total > _values.Options.MaxReadings)
                return Refuse(name.Start, $"The body holds more than {_values.Options.MaxReadings} values; the first too many is");
            string? key = KeyOf(name, out KeyFault fault);
            _members.Add(new Member(key, fault, name.Start, value));
        }

        Refusal = reader.Refusal;
        return false;
    }

    private readonly string? KeyOf(Token name, out KeyFault fault)
    {
        if (!name.Escaped)
            return KeyNames.Find(name.In(_body), out fault);
        fault = KeyFault.TooLong;
        return name.Length > KeyNames.MaxLength * MostRawBytesOfUnit ? null : KeyOfEscaped(name.In(_body), out fault);
    }

    private static string? KeyOfEscaped(ReadOnlySpan<byte> content, out KeyFault fault)
    {
        Span<byte> text = stackalloc byte[KeyNames.MaxLength * MostRawBytesOfUnit];
        return KeyNames.Find(text[..JsonEscapes.Resolve(content, text, keepNul: true)], out fault);
    }

    private bool Pass()
    {
        Refusal = _reader.Refusal;
        return false;
    }
}
