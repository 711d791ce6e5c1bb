using System.Text.Json;
using Npgsql;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal static class RollOutSql
{
    /// <summary>$1 to $4: roll-out, profile, type, package. A device that was reached and is still its profile's.</summary>
    private const string Members = """
        ota_roll_out_device m join device d on d.number = m.device and d.profile_id = $2 and case $3::smallint when 1 then d.firmware_id else d.software_id end is null
            left join ota_device o on o.device = m.device and o.type = $3 and o.package_id = $4
        """;

    public const string Columns = "id, created_time, profile_id, type, package_id, plan, state, stage, stage_time, position, tolerated, reason, ended_time, version";

    public const string Load = $"select {Columns} from ota_roll_out where id = $1";

    public const string Insert = $"insert into ota_roll_out ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    public const string IsGiven = "select 1 from device_profile where id = $1 and case $2::smallint when 1 then firmware_id else software_id end = $3";

    public const string ListActive = "select id from ota_roll_out where state = 1 or (state = 4 and position >= 0)";

    public const string Move = """
        update ota_roll_out set state = $3, stage = $4, stage_time = $5, position = $6, tolerated = $7, reason = $8, ended_time = $9, version = $10
        where id = $1 and version = $2
        """;

    /// <summary>$1: roll-out, $2: numbers of devices. From here on they wait to be told.</summary>
    public const string Reach = """
        with reached as (
            insert into ota_roll_out_device (roll_out_id, device) select $1, number from unnest($2) number on conflict do nothing)
        insert into ota_due (device) select number from unnest($2) number order by number on conflict do nothing
        """;

    public const string GivePackage = """
        update device_profile
        set firmware_id = case $2::smallint when 1 then $3 else firmware_id end, software_id = case $2::smallint when 2 then $3 else software_id end, version = version + 1
        where id = $1
        """;

    public const string ListCandidates = """
        select d.number, d.id, a.text_value
        from device d left join attribute a on a.device = d.number and a.scope = $5 and a.key = $6 and a.kind = $7
        where d.profile_id = $1 and d.number > $3 and case $2::smallint when 1 then d.firmware_id else d.software_id end is null
        order by d.number limit $4
        """;

    public const string ListReached = """
        select d.number, d.id, null::text from ota_roll_out_device m join device d on d.number = m.device
        where m.roll_out_id = $1 and m.device > $2 order by m.device limit $3
        """;

    public const string Total = "select count(*) from device d where d.profile_id = $1 and case $2::smallint when 1 then d.firmware_id else d.software_id end is null";

    public const string CountStates = $"select coalesce(o.state, 1::smallint), count(*) from {Members} where m.roll_out_id = $1 group by 1";

    public static readonly PagedList<RollOutInfo> List = new(
        Columns, "ota_roll_out", "''",
        new Dictionary<string, string> { ["createdTime"] = "created_time", ["state"] = "state", ["id"] = "id" },
        Map);

    public static readonly PagedList<RollOutDevice> ListDevices = new(
        "d.id, d.name, coalesce(o.state, 1::smallint), coalesce(o.state_ts, 0)", Members, "d.folded",
        new Dictionary<string, string> { ["createdTime"] = "d.created_time", ["name"] = "d.name", ["state"] = "coalesce(o.state, 1::smallint)" },
        row => new(row.GetGuid(0), row.GetString(1), (OtaState)row.GetInt16(2), row.GetInt64(3)));

    public static RollOutInfo Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetGuid(2), (OtaPackageType)row.GetInt16(3), row.GetGuid(4), JsonSerializer.Deserialize(row.GetString(5), RollOutJson.Default.RollOutPlan)!,
        (RollOutState)row.GetInt16(6), row.GetInt32(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.TextOrNull(11), row.LongOrNull(12), row.GetInt64(13));

    public static object?[] Fields(RollOutInfo rollOut) =>
    [
        rollOut.Id, rollOut.CreatedTime, rollOut.ProfileId, (short)rollOut.Type, rollOut.PackageId, JsonSerializer.Serialize(rollOut.Plan, RollOutJson.Default.RollOutPlan),
        (short)rollOut.State, rollOut.Stage, rollOut.StageTime, rollOut.Position, rollOut.Tolerated, rollOut.Reason, rollOut.EndedTime, rollOut.Version,
    ];

    public static object?[] Moved(RollOutInfo to, long expected) =>
    [
        to.Id, expected, (short)to.State, to.Stage, to.StageTime, to.Position, to.Tolerated, to.Reason, to.EndedTime, to.Version,
    ];

    public static object?[] Of(RollOutInfo rollOut) => [rollOut.Id, rollOut.ProfileId, (short)rollOut.Type, rollOut.PackageId];
}
