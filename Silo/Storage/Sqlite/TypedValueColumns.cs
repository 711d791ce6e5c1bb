using Microsoft.Data.Sqlite;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

internal static class TypedValueColumns
{
    /// <summary>The value in the columns kind and value, which follow each other.</summary>
    public static TypedValue Value(this SqliteDataReader row, int kindOrdinal) => (ValueKind)row.GetByte(kindOrdinal) switch
    {
        ValueKind.Boolean => TypedValue.Boolean(row.GetInt64(kindOrdinal + 1) != 0),
        ValueKind.Long => TypedValue.Long(row.GetInt64(kindOrdinal + 1)),
        ValueKind.Double => TypedValue.Double(row.GetDouble(kindOrdinal + 1)),
        ValueKind.String => TypedValue.String(row.GetFieldValue<byte[]>(kindOrdinal + 1)),
        ValueKind.Json => TypedValue.Json(row.GetFieldValue<byte[]>(kindOrdinal + 1)),
        var kind => throw new InvalidDataException($"A stored value is of kind {kind}."),
    };
}
