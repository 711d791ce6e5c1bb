namespace OrleansIot.Silo.Storage.Postgres;

internal static class DeletedDevicesSql
{
    public const string DeleteAttributes = "delete from attribute where device = $1";

    public const string DeleteLifecycle = """
        with claims as (delete from claim where device = $1),
        provisions as (delete from provision where device = $1),
        due as (delete from ota_due where device = $1),
        roll_outs as (delete from ota_roll_out_device where device = $1)
        delete from ota_device where device = $1
        """;

    public const string DeleteOutbox = "delete from rule_outbox where device = $1";

    public const string DeleteCommands = "delete from rpc where device = $1";

    public const string DeleteLatest = """
        with forgotten as (delete from forgotten_latest where device = $1)
        delete from latest where device = $1
        """;

    public const string DeleteReadings = """
        delete from reading where (device, key, ts) in (select device, key, ts from reading where device = $1 limit $2)
        """;

    /// <summary>No commit lasts that long.</summary>
    public const string Due = "select number from deleted_device where deleted_at < now() - interval '10 minutes' order by number limit 1000";

    public const string Forget = "delete from deleted_device where number = $1";
}
