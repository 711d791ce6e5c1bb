using System.Globalization;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Statements about partitions; their bounds are part of the text, because PostgreSQL takes no parameters there.</summary>
internal static class PartitionSql
{
    public const string Older = "reading_older";
    public const string Later = "reading_later";

    public const string Now = "select (extract(epoch from now()) * 1000)::bigint";

    /// <summary>In order of time.</summary>
    public const string List = """
        select name, nullif(bounds[1], 'MINVALUE')::bigint as lower, nullif(bounds[2], 'MAXVALUE')::bigint as upper
        from (
            select c.relname::text as name, regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''?([^'')]+)''?\) TO \(''?([^'')]+)''?\)') as bounds
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = to_regclass('reading')) parts
        order by lower nulls first
        """;

    /// <summary>Whoever waits for the table waits behind this: it gives up soon and leaves the others alone. Nobody knows how long a reader takes.</summary>
    public const string Lock = "set local lock_timeout = '2s'; lock table reading in access exclusive mode";

    public const string DetachLater = $"alter table reading detach partition {Later};\n";

    public static string MakeOlder(long until) => Text($"create table {Older} partition of reading for values from (minvalue) to ({until});\n");

    public static string MakeLater(long from) => Text($"create table {Later} partition of reading for values from ({from}) to (maxvalue);\n");

    public static string AttachLater(long from) => Text($"alter table reading attach partition {Later} for values from ({from}) to (maxvalue);\n");

    public static string Make(long from, long until)
    {
        var day = DateTimeOffset.FromUnixTimeMilliseconds(from);
        return Text($"create table reading_{day:yyyyMMdd} partition of reading for values from ({from}) to ({until});\n");
    }

    /// <summary>Moves rows out of the detached last partition into those that were made for them.</summary>
    public static string MoveEarlier(long until) => Text($"""
        with moved as (delete from {Later} where ts < {until} returning device, key, ts, kind, long_value, double_value, text_value)
        insert into reading (device, key, ts, kind, long_value, double_value, text_value) select * from moved;

        """);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
