using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal static class RollOutSql
{
    private const string OwnPackage = "iif(@type = 1, d.firmware_id, d.software_id)";

    /// <summary>A device that the roll-out has reached and that is still its profile's.</summary>
    private const string Members = $"""
        ota_roll_out_device m join device d on d.number = m.device and d.profile_id = @profile and {OwnPackage} is null
            left join ota_device o on o.device = m.device and o.type = @type and o.package_id = @package
        """;

    public const string Columns = "id, created_time, profile_id, type, package_id, plan, state, stage, stage_time, position, tolerated, reason, ended_time, version";

    public const string Load = $"select {Columns} from ota_roll_out where id = @id";

    public const string Insert = $"""
        insert into ota_roll_out ({Columns})
        values (@id, @created, @profile, @type, @package, @plan, @state, @stage, @stage_time, @position, @tolerated, @reason, @ended, @version)
        """;

    public const string IsGiven = "select 1 from device_profile where id = @profile and iif(@type = 1, firmware_id, software_id) = @package";

    public const string ListActive = "select id from ota_roll_out where state = 1 or (state = 4 and position >= 0)";

    public const string Move = """
        update ota_roll_out
        set state = @state, stage = @stage, stage_time = @stage_time, position = @position, tolerated = @tolerated, reason = @reason, ended_time = @ended, version = @version
        where id = @id and version = @expected
        """;

    public const string Reach = "insert into ota_roll_out_device (roll_out_id, device) select @id, value from json_each(@devices) where true on conflict do nothing";

    public const string MakeDue = """
        insert into ota_due (device, since) select value, cast(unixepoch('subsec') * 1000 as integer) from json_each(@devices) where true on conflict do nothing
        """;

    public const string GivePackage = """
        update device_profile
        set firmware_id = iif(@type = 1, @package, firmware_id), software_id = iif(@type = 2, @package, software_id), version = version + 1
        where id = @profile
        """;

    public const string ListCandidates = $"""
        select d.number, d.id, a.value
        from device d left join attribute a on a.device = d.number and a.scope = @scope and a.key = @key and a.kind = @kind
        where d.profile_id = @profile and d.number > @after and {OwnPackage} is null
        order by d.number limit @limit
        """;

    public const string ListReached = """
        select d.number, d.id, null from ota_roll_out_device m join device d on d.number = m.device
        where m.roll_out_id = @id and m.device > @after order by m.device limit @limit
        """;

    public const string Total = $"select count(*) from device d where d.profile_id = @profile and {OwnPackage} is null";

    public const string CountStates = $"select coalesce(o.state, 1), count(*) from {Members} where m.roll_out_id = @id group by 1";

    public static readonly PagedList<RollOutInfo> List = new(
        Columns, "ota_roll_out", "plan",
        new Dictionary<string, string> { ["createdTime"] = "created_time", ["state"] = "state", ["id"] = "id" },
        Map);

    public static readonly PagedList<RollOutDevice> ListDevices = new(
        "d.id, d.name, coalesce(o.state, 1), coalesce(o.state_ts, 0)", Members, "d.name",
        new Dictionary<string, string> { ["createdTime"] = "d.created_time", ["name"] = "d.name", ["state"] = "coalesce(o.state, 1)" },
        row => new(row.Id(0), row.GetString(1), (OtaState)row.GetInt64(2), row.GetInt64(3)));

    public static RollOutInfo Map(SqliteDataReader row) => new(
        row.Id(0), row.GetInt64(1), row.Id(2), (OtaPackageType)row.GetInt64(3), row.Id(4), JsonSerializer.Deserialize(row.GetString(5), RollOutJson.Default.RollOutPlan)!,
        (RollOutState)row.GetInt64(6), row.GetInt32(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.TextOrNull(11), row.LongOrNull(12), row.GetInt64(13));

    public static (string Name, object? Value)[] Fields(RollOutInfo rollOut) =>
    [
        ("@id", rollOut.Id.Text()), ("@created", rollOut.CreatedTime), ("@profile", rollOut.ProfileId.Text()), ("@type", (int)rollOut.Type), ("@package", rollOut.PackageId.Text()),
        ("@plan", JsonSerializer.Serialize(rollOut.Plan, RollOutJson.Default.RollOutPlan)), ("@state", (int)rollOut.State), ("@stage", rollOut.Stage),
        ("@stage_time", rollOut.StageTime), ("@position", rollOut.Position), ("@tolerated", rollOut.Tolerated), ("@reason", rollOut.Reason), ("@ended", rollOut.EndedTime),
        ("@version", rollOut.Version),
    ];

    public static (string Name, object? Value)[] Of(RollOutInfo rollOut) =>
        [("@id", rollOut.Id.Text()), ("@profile", rollOut.ProfileId.Text()), ("@type", (int)rollOut.Type), ("@package", rollOut.PackageId.Text())];
}
