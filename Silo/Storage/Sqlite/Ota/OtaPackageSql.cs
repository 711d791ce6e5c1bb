using OrleansIot.Ota;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal static class OtaPackageSql
{
    public const string Columns = """
        id, created_time, profile_id, type, title, version, tag, url, additional_info,
        content, file_name, content_type, checksum_algorithm, checksum, size, sha256, chunk_size
        """;

    public const int ColumnCount = 17;

    public const string Load = $"select {Columns} from ota_package where id = @id";

    public const string FindByName = $"select {Columns} from ota_package where title = @title and version = @version";

    public const string Insert = """
        insert into ota_package (id, created_time, profile_id, type, title, version, tag, url, additional_info, checksum_algorithm, checksum, size)
        values (@id, @created, @profile, @type, @title, @version, @tag, @url, @info, @algorithm, @checksum, @size)
        """;

    public const string UpdateInfo = "update ota_package set additional_info = @info where id = @id";

    public const string InOpenRollOut = "select 1 from ota_roll_out where package_id = @id and ended_time is null";

    public const string DiscardContent = "insert into ota_garbage (content) select content from ota_package where id = @id and content is not null";

    public const string Delete = "delete from ota_package where id = @id";

    public static readonly PagedList<OtaPackageInfo> List = new(
        Columns, "ota_package", "title",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["title"] = "title",
            ["version"] = "version",
            ["tag"] = "tag",
            ["url"] = "url",
            ["type"] = "type",
            ["fileName"] = "file_name",
            ["dataSize"] = "size",
            ["id"] = "id",
        },
        row => Map(row));

    /// <param name="at">Where the columns of the package begin.</param>
    public static OtaPackageInfo Map(Row row, int at = 0) => new(
        row.Id(at),
        row.GetInt64(at + 1),
        new(
            row.Id(at + 2), (OtaPackageType)row.GetInt64(at + 3), row.GetString(at + 4), row.GetString(at + 5), row.TextOrNull(at + 6), row.TextOrNull(at + 7),
            row.JsonOrNull(at + 8), UrlData(row, at)),
        row.IdOrNull(at + 9) is { } content
            ? new(
                content, row.GetString(at + 10), row.GetString(at + 11), (ChecksumAlgorithm)row.GetInt64(at + 12), row.GetString(at + 13), row.GetInt64(at + 14),
                row.GetString(at + 15), row.GetInt32(at + 16))
            : null);

    public static (string Name, object? Value)[] Fields(OtaPackageFields fields) =>
    [
        ("@profile", fields.ProfileId.Text()), ("@type", (int)fields.Type), ("@title", fields.Title), ("@version", fields.Version), ("@tag", fields.Tag),
        ("@url", fields.Url), ("@info", fields.AdditionalInfo.Text()), ("@algorithm", (int?)fields.UrlData?.Algorithm), ("@checksum", fields.UrlData?.Checksum),
        ("@size", fields.UrlData?.Size),
    ];

    public static (string Name, object? Value)[] File(OtaFile file) =>
    [
        ("@content", file.Content.Text()), ("@name", file.Name), ("@content_type", file.ContentType), ("@algorithm", (int)file.Algorithm),
        ("@checksum", file.Checksum), ("@size", file.Size), ("@sha256", file.Sha256), ("@chunk_size", file.ChunkSize),
    ];

    private static OtaUrlData? UrlData(Row row, int at) =>
        row.IsDBNull(at + 7) || (row.IsDBNull(at + 13) && row.IsDBNull(at + 14))
            ? null
            : new(row.LongOrNull(at + 14), row.IsDBNull(at + 12) ? null : (ChecksumAlgorithm)row.GetInt64(at + 12), row.TextOrNull(at + 13));
}
