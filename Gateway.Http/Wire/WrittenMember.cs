namespace OrleansIot.Gateway.Wire;

/// <summary>A member of an object in the output: where its name (quotes included) lies, and its colon and value.</summary>
internal readonly record struct WrittenMember(int NameStart, int NameEnd, int ValueStart, int ValueEnd)
{
    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> output) => output[NameStart..NameEnd];
}
