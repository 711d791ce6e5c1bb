namespace OrleansIot.Silo.Storage.Postgres;

internal static class UpkeepSql
{
    public const string TryLock = "select pg_try_advisory_lock($1)";

    public const string Unlock = "select pg_advisory_unlock($1)";

    /// <summary>How many rows could be spared.</summary>
    public const string SparableCounts = "select count(*) - count(distinct (profile_id, customer_id)) from device_count";

    /// <summary>Puts one row per profile and customer in the place of many.</summary>
    public const string AddUpDevices = """
        with gone as (delete from device_count returning profile_id, customer_id, devices)
        insert into device_count (profile_id, customer_id, devices)
        select profile_id, customer_id, sum(devices) from gone group by profile_id, customer_id having sum(devices) <> 0
        """;
}
