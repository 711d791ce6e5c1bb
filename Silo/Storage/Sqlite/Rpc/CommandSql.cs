namespace OrleansIot.Silo.Storage.Sqlite;

internal static class CommandSql
{
    public const string Columns = """
        id, uuid, created_time, expires_at, oneway, persistent, status, method, params, retries, additional_info, reply_is_json, reply
        """;

    /// <summary>What a device that starts has to know; the additional info is none of its business.</summary>
    public const string Held = """
        select id, uuid, created_time, expires_at, oneway, persistent, status, method, params, retries, null, reply_is_json, reply
        from rpc where device = $device and is_held = 1 order by id
        """;

    public const string ByUuid = $"select {Columns} from rpc where device = $device and uuid = $uuid";

    public const string DeviceOf = "select d.id from rpc r join device d on d.number = r.device where r.uuid = $uuid and r.persistent = 1";

    public const string UuidOf = "select uuid from rpc where device = ?1 and id = ?2";

    public const string IsNew = """
        select 1 from device_state where device = ?1 and last_rpc < ?2 and not exists (select 1 from rpc where uuid = ?3)
        """;

    public const string Number = "update device_state set last_rpc = ?2 where device = ?1";

    public const string Insert = """
        insert into rpc (device, id, uuid, created_time, expires_at, oneway, persistent, status, is_open, is_held, method, params, retries, additional_info)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13)
        """;

    public const string Move = """
        update rpc
        set status = ?3, is_open = case when ?3 > 3 or oneway then 0 else 1 end, is_held = case when (?3 > 3 or oneway) and persistent then 0 else 1 end,
            reply_is_json = ?4, reply = ?5
        where device = ?1 and id = ?2 and is_open = 1 and status <> ?3
        returning 1
        """;

    public const string HasStatus = "select 1 from rpc where device = ?1 and id = ?2 and status = ?3";

    public const string Delete = "delete from rpc where device = ?1 and uuid = ?2";

    /// <summary>The status that shows: an open command whose time is over has expired, whatever its row says yet.</summary>
    public const string WithStatus = """
        (case when is_open = 1 and expires_at <= $now then 6
              when status = 1 and id in (select value from json_each($sent)) then 2
              else status end) = $status
        """;

    /// <summary>Of a two-way command that was delivered, a waiting caller's runs into a time-out; all others expire.</summary>
    public const string FindDue = """
        select distinct d.id, d.profile_id from (select device from rpc where is_open = 1 and expires_at < $before and persistent = 1 order by expires_at limit $max) r
        join device d on d.number = r.device
        """;

    public const string Expire = """
        update rpc
        set status = case when persistent = 0 and oneway = 0 and status = 3 then 5 else 6 end, is_open = 0, is_held = 1 - persistent
        where is_open = 1 and rowid in (select rowid from rpc where is_open = 1 and expires_at < $before order by expires_at limit $max)
        """;

    public const string PruneUntaken = """
        delete from rpc
        where rowid in (select rowid from rpc where is_open = 0 and persistent = 0 and expires_at < $before order by expires_at limit $max)
        """;

    public const string PruneRecords = """
        delete from rpc
        where rowid in (select rowid from rpc where is_open = 0 and persistent = 1 and created_time < $before order by created_time limit $max)
        """;
}
