namespace OrleansIot.Gateway.Wire;

/// <summary>The value of a member as text: of a string what it says, of a number or a bare word what is written. Objects and arrays have none.</summary>
internal readonly record struct WireScalar(TokenKind Kind, string? Text)
{
    /// <summary>Whether it can be taken as text. Null cannot.</summary>
    public bool IsText => Text is not null && Kind != TokenKind.Null;
}
