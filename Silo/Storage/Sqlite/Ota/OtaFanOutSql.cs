using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal static class OtaFanOutSql
{
    private const string OwnPackage = "iif(@type = 1, firmware_id, software_id)";

    public const string Load = "select type, package_id, total, done, failed, started_at, finished_at from ota_fan_out where profile_id = @profile order by type";

    public const string FindOpen = "select type, generation, position from ota_fan_out where profile_id = @profile and finished_at is null order by type limit 1";

    public const string ListOpen = "select distinct profile_id from ota_fan_out where finished_at is null";

    public const string ListDevices = $"""
        select number, id from device where profile_id = @profile and number > @after and {OwnPackage} is null order by number limit @limit
        """;

    public const string Advance = """
        update ota_fan_out
        set position = coalesce(@position, position), done = done + @done, failed = failed + @failed, finished_at = iif(@position is null, @now, null)
        where profile_id = @profile and type = @type and generation = @generation and position = @from
        """;

    /// <summary>Of a profile that is deleted.</summary>
    public const string DeleteHistory = """
        delete from ota_roll_out_device where roll_out_id in (select id from ota_roll_out where profile_id = @profile);
        delete from ota_roll_out where profile_id = @profile;
        delete from ota_fan_out where profile_id = @profile;
        """;

    private const string Start = $"""
        insert into ota_fan_out (profile_id, type, package_id, generation, position, total, done, failed, started_at)
        values (@profile, @type, @package, 1, 0, (select count(*) from device where profile_id = @profile and {OwnPackage} is null), 0, 0,
                cast(unixepoch('subsec') * 1000 as integer))
        on conflict (profile_id, type) do update
        set package_id = excluded.package_id, generation = generation + 1, position = 0, total = excluded.total, done = 0, failed = 0,
            started_at = excluded.started_at, finished_at = null
        """;

    private const string RollingOut = "select 1 from ota_roll_out where profile_id = @profile and type = @type and ended_time is null";

    /// <summary>The profile has another package from now on.</summary>
    public static void Begin(SqliteConnection connection, Guid profile, OtaPackageType type, Guid? package) =>
        connection.Execute(Start, ("@profile", profile.Text()), ("@type", (int)type), ("@package", package.Text()));

    public static bool IsRollingOut(SqliteConnection connection, Guid profile, OtaPackageType type) =>
        connection.Scalar(RollingOut, ("@profile", profile.Text()), ("@type", (int)type)) is not null;

    public static FanOutProgress Progress(SqliteDataReader row) => new(
        (OtaPackageType)row.GetInt64(0), row.IdOrNull(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.LongOrNull(6));

    public static OpenFanOut Open(SqliteDataReader row) => new((OtaPackageType)row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
}
