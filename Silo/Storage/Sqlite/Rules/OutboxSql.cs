namespace OrleansIot.Silo.Storage.Sqlite.Rules;

internal static class OutboxSql
{
    /// <summary>A commit that is repeated finds its entry, or finds that it was seen meanwhile and is seen again.</summary>
    public const string Insert = "insert or ignore into rule_outbox (device, seq, writer, type, data, metadata) values (?1, ?2, ?3, ?4, ?5, ?6)";

    public const string Count = "update rule_outbox set attempts = attempts + 1 where device = $device and seq = $seq and writer = $writer";

    public const string Read = """
        select seq, writer, attempts, type, data, metadata from rule_outbox where device = $device and seq > $after order by seq, writer limit $limit
        """;

    public const string Remove = "delete from rule_outbox where device = ?1 and seq = ?2 and writer = ?3";

    /// <summary>From device to device through the primary key: the table may be long, the devices are few.</summary>
    public const string FindDevices = """
        with recursive waiting (device) as (
            select min(device) from rule_outbox
            union all
            select (select min(o.device) from rule_outbox o where o.device > w.device) from waiting w where w.device is not null)
        select d.id from waiting w join device d on d.number = w.device
        where exists (select 1 from rule_outbox o where o.device = w.device and o.seq < $before)
        limit $limit
        """;

    public const string Any = "select exists (select 1 from rule_outbox where device = $device)";
}
