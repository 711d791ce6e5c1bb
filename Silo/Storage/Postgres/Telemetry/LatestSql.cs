namespace OrleansIot.Silo.Storage.Postgres;

internal static class LatestSql
{
    /// <summary>$1: device.</summary>
    public const string OfAll = $"select k.name, {Columns} from {Newest} where l.device = $1 and {Exists}";

    /// <summary>$1: device, $2: names.</summary>
    public const string OfSome = $"select k.name, {Columns} from {Newest} where l.device = $1 and k.name = any($2) and {Exists}";

    /// <summary>$1: device, $2: key.</summary>
    public const string Instant = $"select coalesce(r.ts, l.ts) from {Newest} where l.device = $1 and l.key = $2 and {Exists}";

    public const string Lock = "select from latest where device = $1 and key = $2 for update";

    public const string Empty = """
        update latest set ts = null, kind = null, long_value = null, double_value = null, text_value = null where device = $1 and key = $2
        """;

    public const string Forget = "insert into forgotten_latest (device, key) select device, key from latest where device = $1 and key = $2 on conflict do nothing";

    public const string Remember = "delete from forgotten_latest where device = $1 and key = $2";

    /// <summary>A series without any value has no latest one, and its name is not counted any more.</summary>
    public const string ForgetEmpty = """
        insert into forgotten_latest (device, key)
        select device, key from latest l
        where device = $1 and key = $2 and ts is null and not exists (select from reading r where r.device = l.device and r.key = l.key)
        on conflict do nothing
        """;

    /// <summary>
    /// $1: device, $2: key, $3, $4: first and last instant, $5: most rows. Deletes the oldest rows; where $6 says so, the newest of them
    /// becomes the latest value's own row when no newer one follows. Answers how many rows it deleted.
    /// </summary>
    public const string DeleteSlice = """
        with gone as (
            delete from reading
            where device = $1 and key = $2 and ts in (
                select ts from reading where device = $1 and key = $2 and ts >= $3 and ts <= $4 order by ts limit $5)
            returning ts, kind, long_value, double_value, text_value),
        newest as (
            select * from gone order by ts desc limit 1),
        kept as (
            update latest l
            set ts = n.ts, kind = n.kind, long_value = n.long_value, double_value = n.double_value, text_value = n.text_value
            from newest n
            where $6 and l.device = $1 and l.key = $2 and (l.ts is null or l.ts <= n.ts)
              and not exists (select from reading r where r.device = $1 and r.key = $2 and r.ts > n.ts)
              and not exists (select from forgotten_latest f where f.device = $1 and f.key = $2))
        select count(*) from gone
        """;

    /// <summary>$1, $2, $3: series and instants of readings. Where the latest value is forgotten or older, they become it.</summary>
    public const string TakeForgotten = """
        update latest l
        set ts = r.ts, kind = r.kind, long_value = r.long_value, double_value = r.double_value, text_value = r.text_value
        from unnest($1, $2, $3) n (device, key, ts)
        join forgotten_latest f on f.device = n.device and f.key = n.key
        join reading r on r.device = n.device and r.key = n.key and r.ts = n.ts
        where l.device = n.device and l.key = n.key and (l.ts is null or l.ts <= r.ts)
        """;

    /// <summary>$1, $2: series. Those whose latest value is the newest reading again are not forgotten any more.</summary>
    public const string Recall = """
        delete from forgotten_latest f
        using unnest($1, $2) s (device, key), latest l
        where f.device = s.device and f.key = s.key and l.device = s.device and l.key = s.key and l.ts is not null
          and not exists (select from reading r where r.device = s.device and r.key = s.key and r.ts > l.ts)
        """;

    private const string Columns = """
        coalesce(r.ts, l.ts), case when r.ts is null then l.kind else r.kind end, case when r.ts is null then l.long_value else r.long_value end,
        case when r.ts is null then l.double_value else r.double_value end, case when r.ts is null then l.text_value else r.text_value end
        """;

    private const string Newest = """
        latest l join key_name k on k.id = l.key left join lateral (
            select * from reading n
            where n.device = l.device and n.key = l.key and n.ts >= coalesce(l.ts, -9223372036854775808)
              and not exists (select from forgotten_latest f where f.device = l.device and f.key = l.key)
            order by n.ts desc limit 1) r on true
        """;

    private const string Exists = "(r.ts is not null or l.ts is not null)";
}
