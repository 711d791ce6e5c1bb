using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Typed values as the four columns that a statement takes: kind, integers, doubles, texts. What a kind does not use is not looked at.</summary>
internal sealed class ValueColumns
{
    public List<short> Kinds { get; } = [];

    public List<long> Longs { get; } = [];

    public List<double> Doubles { get; } = [];

    public List<byte[]?> Texts { get; } = [];

    public void Add(in TypedValue value)
    {
        Kinds.Add((short)value.Kind);
        Longs.Add(value.Kind is ValueKind.Boolean or ValueKind.Long ? value.AsLong : 0);
        Doubles.Add(value.Kind is ValueKind.Double ? value.AsDouble : 0);
        Texts.Add(value.Kind is ValueKind.String or ValueKind.Json ? value.TextBytes ?? [] : null);
    }

    public void Clear()
    {
        Kinds.Clear();
        Longs.Clear();
        Doubles.Clear();
        Texts.Clear();
    }

    /// <summary>Whether it is a value that can be read again as it was written.</summary>
    public static bool IsStorable(in TypedValue value) => value.Kind switch
    {
        ValueKind.Boolean or ValueKind.Long or ValueKind.String or ValueKind.Json => true,
        ValueKind.Double => double.IsFinite(value.AsDouble),
        _ => false,
    };
}
