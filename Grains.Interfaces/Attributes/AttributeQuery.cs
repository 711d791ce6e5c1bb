namespace OrleansIot.Attributes;

/// <summary>What a device asks to read. A null list was not asked for; when neither was, everything is meant.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.AttributeQuery")]
public sealed record AttributeQuery([property: Id(0)] string[]? ClientKeys, [property: Id(1)] string[]? SharedKeys)
{
    public static readonly AttributeQuery Everything = new(null, null);
}
