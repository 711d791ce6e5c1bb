namespace OrleansIot.Gateway.Provisioning;

/// <summary>A line of an import.</summary>
internal sealed record ImportText(ReadOnlyMemory<byte> Utf8)
{
    public static readonly ImportText TooLong = new(default(ReadOnlyMemory<byte>));

    public bool IsTooLong => ReferenceEquals(this, TooLong);

    public bool IsBlank => !Utf8.Span.ContainsAnyExcept(" \t"u8);
}
