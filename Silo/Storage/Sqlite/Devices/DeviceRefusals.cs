using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Values;
using SQLitePCL;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>What a refused statement of the registry means, in words for its caller.</summary>
internal static class DeviceRefusals
{
    public static readonly Refusal NotFound = new(Outcome.NotFound, "Device not found");
    public static readonly Refusal Changed = new(Outcome.Conflict, "Device was changed by another request, read it again!");
    public static readonly Refusal CredentialsChanged = new(Outcome.Conflict, "Device credentials were changed by another request, read them again!");
    public static readonly Refusal NoCredentialsId = new(Outcome.Invalid, "Device credentials id should be specified!");

    private static readonly Refusal NameTaken = new(Outcome.Conflict, "Device with such name already exists!");
    private static readonly Refusal CredentialsTaken = new(Outcome.Conflict, "Device credentials are already assigned to another device!");
    private static readonly Refusal IdTaken = new(Outcome.Conflict, "Device with such id already exists!");
    private static readonly Refusal NoProfile = new(Outcome.Invalid, "Device profile not found");
    private static readonly Refusal NoCustomer = new(Outcome.Invalid, "Customer not found");

    public static Refusal UnknownSort(string property) => new(Outcome.Invalid, $"Unknown sort property '{property}'");

    /// <summary>Null: the constraint is not one that a caller can run into.</summary>
    public static Refusal? Of(SqliteException exception, SqliteConnection connection, DeviceFields? fields)
    {
        if (exception.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY && fields is not null)
            return connection.Scalar(DeviceSql.ProfileExists, ("$id", fields.ProfileId.ToString())) is null ? NoProfile : NoCustomer;
        if (exception.SqliteExtendedErrorCode != raw.SQLITE_CONSTRAINT_UNIQUE)
            return null;
        return exception.Message switch
        {
            var text when text.Contains("device.name", StringComparison.Ordinal) => NameTaken,
            var text when text.Contains("device.credentials_id", StringComparison.Ordinal) => CredentialsTaken,
            var text when text.Contains("device.id", StringComparison.Ordinal) => IdTaken,
            _ => null,
        };
    }
}
