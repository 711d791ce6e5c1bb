using Npgsql;
using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>The one row that <see cref="DeviceSql.Load"/> answers.</summary>
internal static class SnapshotMapping
{
    private const int State = DeviceMapping.RecordColumns;
    private const int Claim = State + 4;
    private const int Names = Claim + 4;
    private const int Attributes = Names + 1;
    private const int Outbox = Attributes + 8;
    private const int Commands = Outbox + 1;

    public static DeviceSnapshot Snapshot(NpgsqlDataReader row)
    {
        var (entries, tombstones) = (new List<AttributeEntry>(), new List<AttributeDeletion>());
        if (!row.IsDBNull(Attributes))
            ReadAttributes(row, entries, tombstones);
        string[] names = row.IsDBNull(Names) ? [] : row.GetFieldValue<string[]>(Names);
        names.AsSpan().Sort(StringComparer.Ordinal);
        return new(
            DeviceMapping.Record(row),
            Numbers(row, State),
            [.. entries],
            [.. tombstones],
            names)
        {
            Claim = new(row.IsDBNull(Claim) ? null : row.GetFieldValue<byte[]>(Claim), row.GetInt64(Claim + 1), row.IdOrNull(Claim + 2)),
            ProvisionAttempt = row.IdOrNull(Claim + 3),
            HasOutbox = row.GetBoolean(Outbox),
            Commands = row.IsDBNull(Commands) ? [] : CommandMapping.Held(row, Commands),
        };
    }

    /// <param name="at">The first of the four columns.</param>
    public static DeviceState Numbers(NpgsqlDataReader row, int at) => new(row.GetInt64(at), row.LongOrNull(at + 1), row.GetInt64(at + 2), row.GetInt32(at + 3));

    private static void ReadAttributes(NpgsqlDataReader row, List<AttributeEntry> entries, List<AttributeDeletion> tombstones)
    {
        var scopes = row.GetFieldValue<short[]>(Attributes);
        var keys = row.GetFieldValue<string[]>(Attributes + 1);
        var kinds = row.GetFieldValue<short[]>(Attributes + 2);
        var longs = row.GetFieldValue<long?[]>(Attributes + 3);
        var doubles = row.GetFieldValue<double?[]>(Attributes + 4);
        var texts = row.GetFieldValue<byte[]?[]>(Attributes + 5);
        var instants = row.GetFieldValue<long[]>(Attributes + 6);
        var versions = row.GetFieldValue<long[]>(Attributes + 7);
        for (var i = 0; i < keys.Length; i++)
        {
            if ((ValueKind)kinds[i] == ValueKind.None)
                tombstones.Add(new((AttributeScope)scopes[i], keys[i], instants[i], versions[i]));
            else
                entries.Add(new((AttributeScope)scopes[i], keys[i], Value((ValueKind)kinds[i], longs[i], doubles[i], texts[i]), instants[i], versions[i]));
        }
    }

    private static TypedValue Value(ValueKind kind, long? number, double? real, byte[]? text) => kind switch
    {
        ValueKind.Boolean => TypedValue.Boolean(number!.Value != 0),
        ValueKind.Long => TypedValue.Long(number!.Value),
        ValueKind.Double => TypedValue.Double(real!.Value),
        ValueKind.String => TypedValue.String(text!),
        ValueKind.Json => TypedValue.Json(text!),
        _ => throw new InvalidDataException($"A stored value is of kind {kind}."),
    };
}
