using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Devices;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Rows of the registry as records, and records as parameters.</summary>
internal static class DeviceMapping
{
    private const int InfoColumns = 10;

    public static DeviceInfo Info(SqliteDataReader row) => new(
        Guid.Parse(row.GetString(0)),
        row.GetInt64(1),
        new(
            row.GetString(2),
            Text(row, 3),
            Guid.Parse(row.GetString(4)),
            Text(row, 5) is { } customer ? Guid.Parse(customer) : null,
            Text(row, 6) is { } json ? Encoding.UTF8.GetBytes(json) : null),
        row.GetInt64(7),
        row.GetString(8),
        Text(row, 9));

    public static DeviceRecord Record(SqliteDataReader row) => new(
        row.GetInt64(InfoColumns + 5),
        Info(row),
        new(
            Guid.Parse(row.GetString(InfoColumns)),
            (CredentialsType)row.GetByte(InfoColumns + 1),
            row.GetString(InfoColumns + 2),
            Text(row, InfoColumns + 3),
            row.GetInt64(InfoColumns + 4)));

    public static AttributeEntry Attribute(SqliteDataReader row) =>
        new((AttributeScope)row.GetByte(0), row.GetString(1), row.Value(2), row.GetInt64(4), row.GetInt64(5));

    public static AttributeDeletion Tombstone(SqliteDataReader row) => new((AttributeScope)row.GetByte(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3));

    public static DeviceState State(SqliteDataReader row) => new(row.GetInt64(0), row.LongOrNull(1), row.GetInt64(2), row.GetInt32(3));

    public static void Add(SqliteCommand command, DeviceFields fields)
    {
        command.Parameters.AddWithValue("$name", fields.Name);
        command.Parameters.AddWithValue("$label", (object?)fields.Label ?? DBNull.Value);
        command.Parameters.AddWithValue("$profile_id", fields.ProfileId.ToString());
        command.Parameters.AddWithValue("$customer_id", (object?)fields.CustomerId?.ToString() ?? DBNull.Value);
        command.Parameters.AddWithValue(
            "$additional_info", fields.AdditionalInfo is null ? DBNull.Value : Encoding.UTF8.GetString(fields.AdditionalInfo));
    }

    public static void Add(SqliteCommand command, NewCredentials credentials)
    {
        command.Parameters.AddWithValue("$credentials_type", (long)credentials.Type);
        command.Parameters.AddWithValue("$credentials_id", credentials.CredentialsId);
        command.Parameters.AddWithValue("$credentials_value", (object?)credentials.CredentialsValue ?? DBNull.Value);
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
