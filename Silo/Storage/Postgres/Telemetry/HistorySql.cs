namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>$1: key names, $2: device, $3 and $4: start and end, the end not included. The first column is the place of the name.</summary>
internal static class HistorySql
{
    /// <summary>$5: most rows of a key.</summary>
    public const string RowsUp = $"""
        select asked.place, r.ts, r.kind, r.long_value, r.double_value, r.text_value
        from {Asked} cross join lateral (select * from reading n where {Range} order by n.ts limit $5) r
        order by asked.place, r.ts
        """;

    public const string RowsDown = $"""
        select asked.place, r.ts, r.kind, r.long_value, r.double_value, r.text_value
        from {Asked} cross join lateral (select * from reading n where {Range} order by n.ts desc limit $5) r
        order by asked.place, r.ts desc
        """;

    /// <summary>
    /// Number of the bucket, so that bucket b begins at b * $5 + $6, where $5 is the width and $6 the start modulo the width. Written without
    /// ts - start, which leaves the 64 bits: the quotient is rounded down by hand, because / rounds towards zero.
    /// </summary>
    public const string Bucket = "n.ts / $5 - (n.ts % $5 < 0)::int - ((n.ts % $5 + (n.ts % $5 < 0)::int * $5) < $6)::int";

    /// <summary>All in one.</summary>
    public const string OneBucket = "0::bigint";

    public const string CountColumns = "count(*)";

    public const string SumColumns = """
        count(*) filter (where n.kind = 2), sum(n.long_value) filter (where n.kind = 2),
        count(*) filter (where n.kind = 3), sum(n.double_value) filter (where n.kind = 3)
        """;

    /// <summary>Where the sum of doubles leaves their range on the way, which is an error, it is summed up in decimals and cut off at the edge.</summary>
    public const string WideSumColumns = """
        count(*) filter (where n.kind = 2), sum(n.long_value) filter (where n.kind = 2),
        count(*) filter (where n.kind = 3),
        least(greatest(sum(n.double_value::numeric) filter (where n.kind = 3), -1.797693e308::numeric), 1.797693e308::numeric)::double precision
        """;

    public const string MinColumns = """
        count(*) filter (where n.kind = 3), min(n.long_value) filter (where n.kind = 2),
        min(coalesce(n.double_value, n.long_value::double precision)) filter (where n.kind in (2, 3)), min(n.text_value) filter (where n.kind = 4)
        """;

    public const string MaxColumns = """
        count(*) filter (where n.kind = 3), max(n.long_value) filter (where n.kind = 2),
        max(coalesce(n.double_value, n.long_value::double precision)) filter (where n.kind in (2, 3)), max(n.text_value) filter (where n.kind = 4)
        """;

    public static string Aggregate(string bucket, string columns, bool descending) => $"""
        select asked.place, {bucket} as bucket, {columns}
        from {Asked} join reading n on {Range}
        group by asked.place, bucket order by asked.place, bucket {(descending ? "desc" : "asc")}
        """;

    private const string Asked = "(select a.place, k.id from unnest($1) with ordinality a (name, place) join key_name k on k.name = a.name) asked";
    private const string Range = "n.device = $2 and n.key = asked.id and n.ts >= $3 and n.ts < $4";
}
