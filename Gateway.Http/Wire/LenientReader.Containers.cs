namespace OrleansIot.Gateway.Wire;

internal ref partial struct LenientReader
{
    /// <summary>Reads the name of the next member and the sign behind it, up to the value. Kind End: the object was closed.</summary>
    public bool TryReadName(bool first, out Token name)
    {
        name = default;
        if (!TrySkipBlanks())
            return false;
        if (_at == _body.Length)
            return Refuse(_at, "An object is not closed; the document ends");
        if (_body[_at] == '}')
            return Leave();
        if (!first)
        {
            if (_body[_at] is not ((byte)',' or (byte)';'))
                return Refuse(_at, "Neither ',' nor '}' follows a member");
            _at++;
            if (!TrySkipBlanks())
                return false;
            if (_at == _body.Length)
                return Refuse(_at, "An object is not closed; the document ends");
        }

        if (_body[_at] is (byte)'"' or (byte)'\'')
        {
            if (!TryReadQuoted(out name))
                return false;
        }
        else if (!TryReadWord(out name))
        {
            return Refuse(_at, "A name is missing");
        }

        return TrySkipBlanks() && TrySkipColon();
    }

    /// <summary>Reads the next element as <see cref="TryReadValue"/> does; an empty slot is null. Kind End: the array was closed.</summary>
    public bool TryReadElement(bool first, out Token value)
    {
        value = default;
        if (!TrySkipBlanks())
            return false;
        if (_at == _body.Length)
            return Refuse(_at, "An array is not closed; the document ends");
        if (_body[_at] == ']')
            return Leave();
        if (!first)
        {
            if (_body[_at] is not ((byte)',' or (byte)';'))
                return Refuse(_at, "Neither ',' nor ']' follows an element");
            _at++;
            if (!TrySkipBlanks())
                return false;
            if (_at == _body.Length)
                return Refuse(_at, "An array is not closed; the document ends");
        }

        if (_body[_at] is not ((byte)',' or (byte)';' or (byte)']'))
            return TryReadValue(out value);
        value = new Token(TokenKind.Null, _at, 0);
        return true;
    }

    /// <summary>Reads to the end of an object or array that was just entered, and sets its length.</summary>
    public bool TrySkip(ref Token value)
    {
        bool ok = value.Kind switch
        {
            TokenKind.Object => TrySkipMembers(),
            TokenKind.Array => TrySkipElements(),
            _ => true,
        };
        if (ok && value.IsContainer)
            value = value with { Length = _at - value.Start };
        return ok;
    }

    private bool TrySkipMembers()
    {
        for (bool first = true; ; first = false)
        {
            if (!TryReadName(first, out Token name))
                return false;
            if (name.Kind == TokenKind.End)
                return true;
            if (!TryReadValue(out Token value) || !TrySkip(ref value))
                return false;
        }
    }

    private bool TrySkipElements()
    {
        for (bool first = true; ; first = false)
        {
            if (!TryReadElement(first, out Token value))
                return false;
            if (value.Kind == TokenKind.End)
                return true;
            if (!TrySkip(ref value))
                return false;
        }
    }

    private bool TrySkipColon()
    {
        if (_at < _body.Length)
        {
            switch (_body[_at])
            {
                case (byte)':':
                    _at++;
                    return true;
                case (byte)'=':
                    _at += _at + 1 < _body.Length && _body[_at + 1] == '>' ? 2 : 1;
                    return true;
            }
        }

        return Refuse(_at, "No ':' follows a name");
    }

    private bool Leave()
    {
        _at++;
        _depth--;
        return true;
    }
}
