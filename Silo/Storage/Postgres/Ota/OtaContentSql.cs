namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal static class OtaContentSql
{
    public const string Begin = "insert into ota_upload (content, package_id, touched_at) values ($1, $2, $3) on conflict do nothing";

    /// <summary>Answers a row if there is such an upload; it stays until this is committed.</summary>
    public const string Append = """
        with upload as (
            update ota_upload set touched_at = $4 where content = $1 returning content)
        insert into ota_chunk (content, seq, data) select content, $2, $3 from upload
        on conflict (content, seq) do update set seq = excluded.seq
        returning seq
        """;

    /// <summary>Ends the upload if it holds as many and as long chunks as the file: $3 bytes in $4 chunks of $5.</summary>
    public const string End = """
        delete from ota_upload
        where content = $1 and package_id = $2 and (
            select count(*) = $4 and coalesce(sum(length(data)), 0) = $3 and max(seq) = $4 - 1 and max(length(data)) <= $5
               and coalesce(min(length(data)) filter (where seq < $4 - 1), $5) = $5
            from ota_chunk where content = $1)
        """;

    public const string Complete = $"""
        update ota_package
        set content = $2, file_name = $3, content_type = $4, checksum_algorithm = $5, checksum = $6, size = $7, sha256 = $8, chunk_size = $9
        where id = $1
        returning {OtaPackageSql.Columns}
        """;

    public const string Abandon = """
        with upload as (delete from ota_upload where content = $1 returning content)
        insert into ota_garbage (content) select content from upload on conflict do nothing
        """;

    public const string Read = "select data from ota_chunk where content = $1 and seq = $2";

    public const string IsSweepable = "select 1 where exists (select from ota_garbage) or exists (select from ota_upload where touched_at < $1)";

    public const string DiscardResting = """
        with upload as (delete from ota_upload where touched_at < $1 returning content)
        insert into ota_garbage (content) select content from upload on conflict do nothing
        """;

    /// <summary>One that no other silo is sweeping.</summary>
    public const string NextGarbage = "select content from ota_garbage limit 1 for update skip locked";

    public const string DeleteChunks = "delete from ota_chunk where (content, seq) in (select content, seq from ota_chunk where content = $1 limit $2)";

    public const string EndGarbage = "delete from ota_garbage where content = $1";
}
