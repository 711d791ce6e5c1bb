using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Values;
using SQLitePCL;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Violated constraints of the registry that a caller can run into.</summary>
internal static class DeviceFaults
{
    /// <summary>Null: the constraint is not one that a caller can run into.</summary>
    public static Refusal? Refusal(SqliteException exception, SqliteConnection connection, DeviceFields? fields)
    {
        if (exception.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY && fields is not null)
            return connection.Scalar(DeviceSql.ProfileExists, ("$id", fields.ProfileId.ToString())) is null ? DeviceRefusals.NoProfile : DeviceRefusals.NoCustomer;
        if (exception.SqliteExtendedErrorCode != raw.SQLITE_CONSTRAINT_UNIQUE)
            return null;
        return exception.Message switch
        {
            var text when text.Contains("device.name", StringComparison.Ordinal) => DeviceRefusals.NameTaken,
            var text when text.Contains("device.credentials_id", StringComparison.Ordinal) => DeviceRefusals.CredentialsTaken,
            var text when text.Contains("device.id", StringComparison.Ordinal) => DeviceRefusals.IdTaken,
            _ => null,
        };
    }
}
