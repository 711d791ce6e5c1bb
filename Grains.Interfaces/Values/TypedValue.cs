using System.Text;

namespace OrleansIot.Values;

/// <summary>
/// A typed value of a reading or an attribute. Text (STRING and JSON) is valid UTF-8 without NUL, in an array of its own:
/// never a slice of a rented buffer, because calls inside one process share it.
/// </summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.TypedValue")]
public readonly struct TypedValue : IEquatable<TypedValue>
{
    [Id(0)]
    private readonly ValueKind _kind;

    [Id(1)]
    private readonly long _bits;

    [Id(2)]
    private readonly byte[]? _text;

    private TypedValue(ValueKind kind, long bits, byte[]? text = null) => (_kind, _bits, _text) = (kind, bits, text);

    public ValueKind Kind => _kind;

    public bool AsBoolean => _bits != 0;

    public long AsLong => _bits;

    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>UTF-8 text of a STRING (unquoted) or of a JSON value; empty for other kinds.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>The array behind <see cref="Text"/>; do not change it.</summary>
    public byte[]? TextBytes => _text;

    public static TypedValue Boolean(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static TypedValue Long(long value) => new(ValueKind.Long, value);

    public static TypedValue Double(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <param name="utf8">The text without quotes; the array is kept, not copied.</param>
    public static TypedValue String(byte[] utf8) => new(ValueKind.String, 0, utf8);

    public static TypedValue String(string value) => String(Encoding.UTF8.GetBytes(value));

    /// <param name="utf8">Strict, compact JSON of an object or array; the array is kept, not copied.</param>
    public static TypedValue Json(byte[] utf8) => new(ValueKind.Json, 0, utf8);

    public bool Equals(TypedValue other) => _kind == other._kind && _bits == other._bits && Text.SequenceEqual(other.Text);

    public override bool Equals(object? obj) => obj is TypedValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_kind, _bits, _text?.Length ?? 0);

    public static bool operator ==(TypedValue left, TypedValue right) => left.Equals(right);

    public static bool operator !=(TypedValue left, TypedValue right) => !left.Equals(right);

    public override string ToString() => _kind switch
    {
        ValueKind.Boolean => AsBoolean ? "true" : "false",
        ValueKind.Long => AsLong.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Double => AsDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.String or ValueKind.Json => Encoding.UTF8.GetString(Text),
        _ => "",
    };
}
