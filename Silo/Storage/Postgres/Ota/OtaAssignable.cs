using Npgsql;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

/// <summary>
/// Whether packages may be assigned (device API specification, section 7.1). What is looked at never changes once it is so, and a package that is deleted meanwhile violates
/// a foreign key: hence this may be asked before the transaction that assigns.
/// </summary>
internal static class OtaAssignable
{
    public static Task<Refusal?> CheckAsync(NpgsqlDataSource database, DeviceFields fields, CancellationToken cancellation) =>
        CheckAsync(database, fields.ProfileId, fields.FirmwareId, fields.SoftwareId, cancellation);

    public static Task<Refusal?> CheckAsync(NpgsqlDataSource database, Guid profile, DeviceProfileFields fields, CancellationToken cancellation) =>
        CheckAsync(database, profile, fields.FirmwareId, fields.SoftwareId, cancellation);

    public static async Task<Refusal?> CheckAsync(NpgsqlDataSource database, Guid profile, Guid? package, OtaPackageType type, CancellationToken cancellation)
    {
        if (package is not { } id)
            return null;
        return (await database.QueryAsync(OtaPackageSql.Load, row => OtaPackageSql.Map(row), cancellation, id).ConfigureAwait(false)).First() switch
        {
            null => OtaRefusals.NoPackage,
            var found when found.Fields.Type != type => OtaRefusals.OtherType,
            var found when found.Fields.ProfileId != profile => OtaRefusals.OtherProfile,
            { File: null, Fields.Url: null } => OtaRefusals.NoData,
            _ => null,
        };
    }

    private static async Task<Refusal?> CheckAsync(NpgsqlDataSource database, Guid profile, Guid? firmware, Guid? software, CancellationToken cancellation) =>
        await CheckAsync(database, profile, firmware, OtaPackageType.Firmware, cancellation).ConfigureAwait(false)
        ?? await CheckAsync(database, profile, software, OtaPackageType.Software, cancellation).ConfigureAwait(false);
}
