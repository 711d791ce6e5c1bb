using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Rows of the registry as records, and records as parameters.</summary>
internal static class DeviceMapping
{
    public const int RecordColumns = 16;

    /// <summary>Stands between the name and the label where both are searched, so that no match begins in one and ends in the other.</summary>
    private const char Between = '\u001F';

    public static DeviceInfo Info(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(1),
        new(row.GetString(2), row.TextOrNull(3), row.GetGuid(4), row.IdOrNull(5), row.JsonOrNull(6)),
        row.GetInt64(7),
        row.GetString(8),
        row.TextOrNull(9));

    public static DeviceRecord Record(NpgsqlDataReader row) => new(
        row.GetInt64(15),
        Info(row),
        new(row.GetGuid(10), (CredentialsType)row.GetInt16(11), row.GetString(12), row.TextOrNull(13), row.GetInt64(14)));

    public static object?[] Fields(DeviceFields fields) =>
        [fields.Name, fields.Label, Folded(fields), fields.ProfileId, fields.CustomerId, fields.AdditionalInfo.Text()];

    public static object?[] Credentials(NewCredentials credentials) => [(short)credentials.Type, credentials.CredentialsId, credentials.CredentialsValue];

    /// <summary>Null: the constraint is not one that a caller can run into.</summary>
    public static Refusal? Refusal(PostgresException exception) => exception.ConstraintName switch
    {
        "device_name" => DeviceRefusals.NameTaken,
        "device_credentials" => DeviceRefusals.CredentialsTaken,
        "device_id" => DeviceRefusals.IdTaken,
        "device_profile_of" => DeviceRefusals.NoProfile,
        "device_customer_of" => DeviceRefusals.NoCustomer,
        _ => null,
    };

    private static string Folded(DeviceFields fields) => $"{fields.Name}{Between}{fields.Label}".Folded();
}
