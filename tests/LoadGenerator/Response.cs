namespace OrleansIot.Load;

/// <summary>An answer as it came. The body lives in the connection's buffer: look at it now or copy it.</summary>
public readonly ref struct Response(int status, ReadOnlySpan<byte> body)
{
    public int Status { get; } = status;

    public ReadOnlySpan<byte> Body { get; } = body;
}
