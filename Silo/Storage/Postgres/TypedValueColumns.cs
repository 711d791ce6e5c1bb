using Npgsql;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

internal static class TypedValueColumns
{
    /// <summary>The value in the columns kind, long_value, double_value and text_value, which follow each other.</summary>
    public static TypedValue Value(this NpgsqlDataReader row, int kindOrdinal) => (ValueKind)row.GetInt16(kindOrdinal) switch
    {
        ValueKind.Boolean => TypedValue.Boolean(row.GetInt64(kindOrdinal + 1) != 0),
        ValueKind.Long => TypedValue.Long(row.GetInt64(kindOrdinal + 1)),
        ValueKind.Double => TypedValue.Double(row.GetDouble(kindOrdinal + 2)),
        ValueKind.String => TypedValue.String(row.GetFieldValue<byte[]>(kindOrdinal + 3)),
        ValueKind.Json => TypedValue.Json(row.GetFieldValue<byte[]>(kindOrdinal + 3)),
        var kind => throw new InvalidDataException($"A stored value is of kind {kind}."),
    };
}
