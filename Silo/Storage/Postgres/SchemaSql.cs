namespace OrleansIot.Silo.Storage.Postgres;

internal static class SchemaSql
{
    public const string Lock = "select pg_advisory_xact_lock($1)";

    /// <summary>Null: nobody has migrated this database.</summary>
    public const string Versions = "select to_regclass('schema_version')::text";

    public const string CreateVersions = """
        create table if not exists schema_version (number bigint primary key, applied_at timestamptz not null default now())
        """;

    public const string Applied = "select number from schema_version";

    /// <summary>A setting without which a commit is no promise; null: all are on.</summary>
    public const string Unsafe = "select name from pg_settings where name in ('fsync', 'full_page_writes') and setting = 'off' order by name limit 1";

    public const string AddVersion = "insert into schema_version (number) values ($1)";
}
