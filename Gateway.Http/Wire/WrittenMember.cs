namespace OrleansIot.Gateway.Wire;

/// <summary>Where a member of an object lies in the output: its name (quotes included), a colon, its value.</summary>
internal readonly record struct WrittenMember(int Start, int NameLength, int End)
{
    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> output) => output.Slice(Start, NameLength);
}
