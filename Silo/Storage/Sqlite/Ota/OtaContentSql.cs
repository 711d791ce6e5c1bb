namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal static class OtaContentSql
{
    public const string Begin = "insert into ota_upload (content, package_id, touched_at) values (@content, @package, @now) on conflict do nothing";

    public const string Touch = "update ota_upload set touched_at = @now where content = @content";

    public const string Append = "insert into ota_chunk (content, seq, data) values (@content, @seq, @data) on conflict do nothing";

    public const string Uploading = "select 1 from ota_upload where content = @content and package_id = @package";

    /// <summary>How many chunks there are, the bytes of all, and of the smallest and largest but the last.</summary>
    public const string Extent = """
        select count(*), coalesce(sum(length(data)), 0), coalesce(max(seq), -1),
               coalesce(min(iif(seq < @last, length(data), @chunk_size)), @chunk_size), coalesce(max(length(data)), 0)
        from ota_chunk where content = @content
        """;

    public const string Complete = """
        update ota_package
        set content = @content, file_name = @name, content_type = @content_type, checksum_algorithm = @algorithm, checksum = @checksum, size = @size,
            sha256 = @sha256, chunk_size = @chunk_size
        where id = @package and content is null and url is null
        """;

    public const string EndUpload = "delete from ota_upload where content = @content";

    public const string Discard = "insert into ota_garbage (content) select content from ota_upload where content = @content on conflict do nothing";

    public const string Read = "select data from ota_chunk where content = @content and seq = @seq";

    public const string IsSweepable = "select 1 where exists (select 1 from ota_garbage) or exists (select 1 from ota_upload where touched_at < @before)";

    public const string DiscardResting = "insert into ota_garbage (content) select content from ota_upload where touched_at < @before on conflict do nothing";

    public const string EndResting = "delete from ota_upload where touched_at < @before";

    public const string NextGarbage = "select content from ota_garbage limit 1";

    public const string DeleteChunks = "delete from ota_chunk where rowid in (select rowid from ota_chunk where content = @content limit @limit)";

    public const string EndGarbage = "delete from ota_garbage where content = @content";
}
