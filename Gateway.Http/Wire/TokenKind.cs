namespace OrleansIot.Gateway.Wire;

internal enum TokenKind : byte
{
    /// <summary>No token: the object or array ends here.</summary>
    End = 0,
    Null,
    True,
    False,

    /// <summary>A number as RFC 8259 spells it.</summary>
    Number,

    /// <summary>Any other bare literal.</summary>
    Word,

    /// <summary>Text in double or single quotes.</summary>
    String,
    Object,
    Array,
}
