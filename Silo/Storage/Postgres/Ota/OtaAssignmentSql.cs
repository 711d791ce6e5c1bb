using Npgsql;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal static class OtaAssignmentSql
{
    /// <summary>Type, package it was told to run, whether it waits to be told, and the columns of the package that it is to run; a row for firmware and one for software.</summary>
    public static readonly string Load = $"{Select} where d.number = $1 order by t.type";

    public static readonly string LoadById = $"{Select} where d.id = $1 order by t.type";

    private static string Select => $"""
        select t.type::smallint, a.package_id, exists (select from ota_due w where w.device = d.number),
               {string.Join(", ", OtaPackageSql.Columns.Split(',').Select(column => "k." + column.Trim()))}
        from device d join device_profile p on p.id = d.profile_id
            cross join (values (1), (2)) t (type)
            left join ota_device a on a.device = d.number and a.type = t.type
            left join ota_package k on k.id = coalesce(
                case t.type when 1 then d.firmware_id else d.software_id end,
                (select r.package_id from ota_roll_out_device m join ota_roll_out r on r.id = m.roll_out_id
                 where m.device = d.number and r.type = t.type and r.profile_id = d.profile_id and r.ended_time is null),
                case t.type when 1 then p.firmware_id else p.software_id end)
        """;

    public const string ListDue = """
        select d.id from ota_due w join device d on d.number = w.device
        where w.since <= now() - $1
        order by w.since limit $2
        """;

    public const string AddDue = """
        insert into ota_due (device) select number from device where id = any($1) order by number
        on conflict (device) do update set since = excluded.since
        """;

    public static OtaSituation Situation(List<(OtaAssignment Assignment, bool IsDue)> rows) =>
        rows.Count == 0 ? OtaSituation.None : new(rows[0].Assignment, rows[1].Assignment, rows[0].IsDue);

    public static (OtaAssignment Assignment, bool IsDue) Map(NpgsqlDataReader row) =>
        (new((OtaPackageType)row.GetInt16(0), row.IsDBNull(3) ? null : OtaPackageSql.Map(row, 3), row.IdOrNull(1)), row.GetBoolean(2));
}
