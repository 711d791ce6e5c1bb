using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal static class OtaAssignmentSql
{
    /// <summary>Type, package it was told to run, and the columns of the package that it is to run.</summary>
    public static readonly string Load = $"""
        select t.type, a.package_id, {string.Join(", ", OtaPackageSql.Columns.Split(',').Select(column => "k." + column.Trim()))}
        from device d join device_profile p on p.id = d.profile_id
            join (select 1 as type union all select 2) t
            left join ota_device a on a.device = d.number and a.type = t.type
            left join ota_package k on k.id = coalesce(
                iif(t.type = 1, d.firmware_id, d.software_id),
                (select r.package_id from ota_roll_out_device m join ota_roll_out r on r.id = m.roll_out_id
                 where m.device = d.number and r.type = t.type and r.profile_id = d.profile_id and r.ended_time is null),
                iif(t.type = 1, p.firmware_id, p.software_id))
        where d.number = @device
        order by t.type
        """;

    public const string IsDue = "select 1 from ota_due where device = @device";

    public const string ListDue = """
        select d.id from ota_due w join device d on d.number = w.device
        where w.since <= unixepoch('subsec') * 1000 - @age
        order by w.since limit @limit
        """;

    public const string AddDue = """
        insert into ota_due (device, since)
        select d.number, cast(unixepoch('subsec') * 1000 as integer) from json_each(@devices) asked join device d on d.id = asked.value
        where true on conflict (device) do update set since = excluded.since
        """;

    public static OtaSituation Read(SqliteConnection connection, long device)
    {
        var assignments = connection.Query(Load, Map, ("@device", device));
        return assignments.Count == 0 ? OtaSituation.None : new(assignments[0], assignments[1], connection.Scalar(IsDue, ("@device", device)) is not null);
    }

    private static OtaAssignment Map(SqliteDataReader row) =>
        new((OtaPackageType)row.GetInt64(0), row.IsDBNull(2) ? null : OtaPackageSql.Map(row, 2), row.IdOrNull(1));
}
