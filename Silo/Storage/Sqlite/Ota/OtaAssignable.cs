using Microsoft.Data.Sqlite;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

/// <summary>Whether packages may be assigned (device API specification, section 7.1); asked in the transaction that assigns them.</summary>
internal static class OtaAssignable
{
    public static Refusal? Check(SqliteConnection connection, DeviceFields fields) => Check(connection, fields.ProfileId, fields.FirmwareId, fields.SoftwareId);

    public static Refusal? Check(SqliteConnection connection, Guid profile, DeviceProfileFields fields) => Check(connection, profile, fields.FirmwareId, fields.SoftwareId);

    public static Refusal? Check(SqliteConnection connection, Guid profile, Guid? package, OtaPackageType type)
    {
        if (package is not { } id)
            return null;
        return connection.Query(OtaPackageSql.Load, row => OtaPackageSql.Map(row), ("@id", id.Text())).First() switch
        {
            null => OtaRefusals.NoPackage,
            var found when found.Fields.Type != type => OtaRefusals.OtherType,
            var found when found.Fields.ProfileId != profile => OtaRefusals.OtherProfile,
            { File: null, Fields.Url: null } => OtaRefusals.NoData,
            _ => null,
        };
    }

    private static Refusal? Check(SqliteConnection connection, Guid profile, Guid? firmware, Guid? software) =>
        Check(connection, profile, firmware, OtaPackageType.Firmware) ?? Check(connection, profile, software, OtaPackageType.Software);
}
