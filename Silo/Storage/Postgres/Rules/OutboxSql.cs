namespace OrleansIot.Silo.Storage.Postgres.Rules;

internal static class OutboxSql
{
    /// <summary>
    /// Runs behind what the entries tell of, in its transaction: an entry of attributes is stored where they are, by the version and the writer they left behind. A
    /// commit that is repeated finds its entries.
    /// </summary>
    public const string Insert = """
        insert into rule_outbox (device, seq, writer, type, data, metadata)
        select o.device, o.seq, o.writer, o.type, o.data, o.metadata
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) o (device, seq, writer, type, data, metadata, attributes_version, attributes_writer)
        join device_state s on s.device = o.device
        where o.attributes_version = 0 or (s.attributes_version >= o.attributes_version and s.attributes_writer = o.attributes_writer)
        on conflict do nothing
        """;

    public const string Read = """
        select seq, writer, attempts, type, data, metadata from rule_outbox where device = $1 and seq > $2 order by seq, writer limit $3
        """;

    public const string Count = "update rule_outbox set attempts = attempts + 1 where device = $1 and seq = $2 and writer = $3";

    public const string Remove = """
        delete from rule_outbox o using unnest($1, $2, $3) seen (device, seq, writer)
        where o.device = seen.device and o.seq = seen.seq and o.writer = seen.writer
        """;

    /// <summary>From device to device through the primary key: the table may be long, the devices are few.</summary>
    public const string FindDevices = """
        with recursive waiting (device) as (
            (select device from rule_outbox order by device limit 1)
            union all
            select (select o.device from rule_outbox o where o.device > w.device order by o.device limit 1) from waiting w where w.device is not null)
        select d.id from waiting w join device d on d.number = w.device
        where exists (select from rule_outbox o where o.device = w.device and o.seq < $1)
        limit $2
        """;
}
