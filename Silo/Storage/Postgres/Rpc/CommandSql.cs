namespace OrleansIot.Silo.Storage.Postgres;

internal static class CommandSql
{
    public const string Columns = """
        id, uuid, created_time, expires_at, oneway, persistent, status, method, params, retries, additional_info, reply_is_json, reply
        """;

    /// <summary>What a device that starts has to know, as arrays in the order of issue; the additional info is none of its business.</summary>
    public const string Held = """
        select array_agg(id) as ids, array_agg(uuid) as uuids, array_agg(created_time) as created, array_agg(expires_at) as expiries, array_agg(oneway) as oneways,
               array_agg(persistent) as persistents, array_agg(status) as statuses, array_agg(method) as methods, array_agg(params) as params,
               array_agg(retries) as retries, array_agg(reply_is_json) as are_json, array_agg(reply) as replies
        from (select * from rpc where device = d.number and is_held order by device, id) held
        """;

    public const string HeldArrays = """
        r.ids, r.uuids, r.created, r.expiries, r.oneways, r.persistents, r.statuses, r.methods, r.params, r.retries, r.are_json, r.replies
        """;

    public const string ByUuid = $"select {Columns} from rpc where device = $1 and uuid = $2";

    public const string DeviceOf = "select d.id from rpc r join device d on d.number = r.device where r.uuid = $1 and r.persistent";

    /// <summary>
    /// Columns of changes in their order: kinds (0 creation, 1 move, 2 removal), devices, numbers, uuids, statuses; of creations times, flags and texts; of moves the
    /// reply. Answers in the same order whether each was applied. Runs them one by one, because those of one command may build on each other.
    /// </summary>
    public const string Store = """
        select case kind
            when 0 then create_command(device, id, uuid, created, expiry, is_oneway, is_persistent, status, method, params, retries, info)
            when 1 then move_command(device, id, status, is_json, reply)
            else remove_command(device, uuid) end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            c (kind, device, id, uuid, status, created, expiry, is_oneway, is_persistent, method, params, retries, info, is_json, reply)
        """;

    /// <summary>The same where rule chains are to hear of some of them: behind the columns above come those of the outbox, null where there is nothing to hear.</summary>
    public const string StoreAndTell = """
        with change as materialized (
            select ord, device, seq, writer, type, data, metadata, case kind
                when 0 then create_command(device, id, uuid, created, expiry, is_oneway, is_persistent, status, method, params, retries, info)
                when 1 then move_command(device, id, status, is_json, reply)
                else remove_command(device, uuid) end as applied
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) with ordinality
                c (kind, device, id, uuid, status, created, expiry, is_oneway, is_persistent, method, params, retries, info, is_json, reply,
                   seq, writer, type, data, metadata, ord)),
        told as (
            insert into rule_outbox (device, seq, writer, type, data, metadata)
            select device, seq, writer, type, data, metadata from change where applied and seq is not null
            on conflict do nothing)
        select applied from change order by ord
        """;

    /// <summary>$1 device, $2 status or null for any, $3 now, $4 numbers under a lease. The status that shows: an open command whose time is over has expired.</summary>
    public const string Records = """
        from rpc
        where device = $1 and persistent
          and ($2::smallint is null or $2 = case when is_open and expires_at <= $3 then 6 when status = 1 and id = any($4) then 2 else status end)
        """;

    public const string FindDue = """
        select distinct d.id, d.profile_id from (select device from rpc where is_open and expires_at < $1 and persistent order by expires_at limit $2) r
        join device d on d.number = r.device
        """;

    /// <summary>Of a two-way command that was delivered, a waiting caller's runs into a time-out; all others expire.</summary>
    public const string Expire = """
        update rpc
        set status = case when not persistent and not oneway and status = 3 then 5 else 6 end, is_open = false, is_held = not persistent
        where is_open and (device, id) in (
            select device, id from rpc where is_open and expires_at < $1 order by expires_at limit $2 for update skip locked)
        """;

    public const string PruneUntaken = """
        delete from rpc where (device, id) in (
            select device, id from rpc where not is_open and not persistent and expires_at < $1 order by expires_at limit $2 for update skip locked)
        """;

    public const string PruneRecords = """
        delete from rpc where (device, id) in (
            select device, id from rpc where not is_open and persistent and created_time < $1 order by created_time limit $2 for update skip locked)
        """;
}
