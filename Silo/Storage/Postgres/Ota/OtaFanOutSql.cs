using Npgsql;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal static class OtaFanOutSql
{
    public const string Load = "select type, package_id, total, done, failed, started_at, finished_at from ota_fan_out where profile_id = $1 order by type";

    public const string FindOpen = "select type, generation, position from ota_fan_out where profile_id = $1 and finished_at is null order by type limit 1";

    public const string ListOpen = "select distinct profile_id from ota_fan_out where finished_at is null";

    public const string ListDevices = """
        select number, id from device
        where profile_id = $1 and number > $3 and case $2::smallint when 1 then firmware_id else software_id end is null
        order by number limit $4
        """;

    /// <summary>$4 is where it stood, $5 where it stands now; null: at the end.</summary>
    public const string Advance = """
        update ota_fan_out
        set position = coalesce($5::bigint, position), done = done + $6, failed = failed + $7, finished_at = case when $5::bigint is null then $8::bigint end
        where profile_id = $1 and type = $2 and generation = $3 and position = $4
        """;

    /// <summary>The profile ($1) has another package ($3) of the type ($2) from now on.</summary>
    public const string Begin = """
        insert into ota_fan_out (profile_id, type, package_id, generation, position, total, done, failed, started_at)
        values ($1, $2, $3, 1, 0,
                (select count(*) from device where profile_id = $1 and case $2::smallint when 1 then firmware_id else software_id end is null), 0, 0, now_ms())
        on conflict (profile_id, type) do update
        set package_id = excluded.package_id, generation = ota_fan_out.generation + 1, position = 0, total = excluded.total, done = 0, failed = 0,
            started_at = excluded.started_at, finished_at = null
        """;

    public const string IsRollingOut = "select 1 from ota_roll_out where profile_id = $1 and type = $2 and ended_time is null";

    public static FanOutProgress Progress(NpgsqlDataReader row) => new(
        (OtaPackageType)row.GetInt16(0), row.IdOrNull(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.LongOrNull(6));

    public static OpenFanOut Open(NpgsqlDataReader row) => new((OtaPackageType)row.GetInt16(0), row.GetInt64(1), row.GetInt64(2));
}
