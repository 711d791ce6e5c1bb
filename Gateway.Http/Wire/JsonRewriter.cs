namespace OrleansIot.Gateway.Wire;

/// <summary>Writes a value that has been read once, and so is known to be well-formed, as strict compact JSON.</summary>
internal ref partial struct JsonRewriter
{
    private const int Small = 512;

    private readonly ReadOnlySpan<byte> _body;
    private LenientReader _reader;
    private PooledBuffer _output;
    private NameList _names;

    private JsonRewriter(ReadOnlySpan<byte> body, int start, Span<byte> room)
    {
        _body = body;
        _reader = new LenientReader(body, start);
        _output = new PooledBuffer(room);
    }

    /// <param name="value">Where it starts is enough for an object or array.</param>
    public static byte[] Rewrite(ReadOnlySpan<byte> body, Token value)
    {
        var rewriter = new JsonRewriter(body, value.Start, stackalloc byte[Small]);
        try
        {
            if (value.IsContainer)
                rewriter._reader.TryReadValue(out value);
            rewriter.Write(value);
            return rewriter._output.Written.ToArray();
        }
        finally
        {
            rewriter._output.Dispose();
            rewriter._names.Dispose();
        }
    }

    private void Write(Token value)
    {
        switch (value.Kind)
        {
            case TokenKind.Null:
                _output.Append("null"u8);
                break;
            case TokenKind.True:
                _output.Append("true"u8);
                break;
            case TokenKind.False:
                _output.Append("false"u8);
                break;
            case TokenKind.Number:
                _output.Append(value.In(_body));
                break;
            case TokenKind.Word:
                WriteWord(value.In(_body));
                break;
            case TokenKind.String:
                WriteString(value);
                break;
            case TokenKind.Object:
                WriteObject();
                break;
            case TokenKind.Array:
                WriteArray();
                break;
        }
    }

    private void WriteArray()
    {
        _output.Append((byte)'[');
        for (bool first = true; _reader.TryReadElement(first, out Token value) && value.Kind != TokenKind.End; first = false)
        {
            if (!first)
                _output.Append((byte)',');
            Write(value);
        }

        _output.Append((byte)']');
    }

    private void WriteObject()
    {
        _output.Append((byte)'{');
        int outer = _names.Count;
        for (bool first = true; _reader.TryReadName(first, out Token name) && name.Kind != TokenKind.End; first = false)
        {
            if (!first)
                _output.Append((byte)',');
            int start = _output.Length;
            WriteString(name);
            int end = _output.Length;
            _output.Append((byte)':');
            _reader.TryReadValue(out Token value);
            Write(value);
            _names.Add(new WrittenMember(start, end, end, _output.Length));
        }

        if (_names.Count - outer > 1)
            _names.KeepLast(outer, ref _output);
        _names.CutTo(outer);
        _output.Append((byte)'}');
    }

    /// <summary>A bare number that JSON would spell otherwise is respelled: 01 as 1, .5 as 0.5. Any other word becomes a string.</summary>
    private void WriteWord(ReadOnlySpan<byte> word)
    {
        if (!NumberText.IsLoose(word, out _))
        {
            WriteText(word);
            return;
        }

        if (word[0] == '-')
        {
            _output.Append((byte)'-');
            word = word[1..];
        }

        int start = word.IndexOfAnyExcept((byte)'0');
        if (start < 0 || word[start] == '.')
            _output.Append((byte)'0');
        if (start >= 0)
            _output.Append(word[start..]);
    }

    private void WriteString(Token text)
    {
        if (!text.Escaped)
        {
            WriteText(text.In(_body));
            return;
        }

        WriteEscaped(text.In(_body));
    }

    private void WriteEscaped(ReadOnlySpan<byte> content)
    {
        var resolved = new PooledBuffer(default);
        try
        {
            resolved.Advance(JsonEscapes.Resolve(content, resolved.GetSpan(content.Length)));
            WriteText(resolved.Written);
        }
        finally
        {
            resolved.Dispose();
        }
    }

    private void WriteText(scoped ReadOnlySpan<byte> text)
    {
        int length = JsonText.QuotedLength(text);
        _output.Advance(JsonText.Quote(text, _output.GetSpan(length)));
    }
}
