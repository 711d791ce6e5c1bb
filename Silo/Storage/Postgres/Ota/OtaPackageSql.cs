using Npgsql;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal static class OtaPackageSql
{
    public const string Columns = """
        id, created_time, profile_id, type, title, version, tag, url, additional_info,
        content, file_name, content_type, checksum_algorithm, checksum, size, sha256, chunk_size
        """;

    public const string Load = $"select {Columns} from ota_package where id = $1";

    /// <summary>Nobody changes it until the transaction ends.</summary>
    public const string Lock = $"{Load} for update";

    public const string FindByName = $"select {Columns} from ota_package where title = $1 and version = $2";

    public const string Insert = $"""
        insert into ota_package (id, created_time, profile_id, type, title, title_folded, version, tag, url, additional_info, checksum_algorithm, checksum, size)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        returning {Columns}
        """;

    public const string UpdateInfo = $"update ota_package set additional_info = $2 where id = $1 returning {Columns}";

    /// <summary>The chunks go later. Answers whether there was such a package.</summary>
    public const string Delete = """
        with gone as (
            delete from ota_package where id = $1 and not exists (select from ota_roll_out where package_id = $1 and ended_time is null)
            returning content),
        discarded as (
            insert into ota_garbage (content) select content from gone where content is not null)
        select count(*) from gone
        """;

    public static readonly PagedList<OtaPackageInfo> List = new(
        Columns, "ota_package", "title_folded",
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
    public static OtaPackageInfo Map(NpgsqlDataReader row, int at = 0) => new(
        row.GetGuid(at),
        row.GetInt64(at + 1),
        new(
            row.GetGuid(at + 2), (OtaPackageType)row.GetInt16(at + 3), row.GetString(at + 4), row.GetString(at + 5), row.TextOrNull(at + 6), row.TextOrNull(at + 7),
            row.JsonOrNull(at + 8), UrlData(row, at)),
        row.IdOrNull(at + 9) is { } content
            ? new(
                content, row.GetString(at + 10), row.GetString(at + 11), (ChecksumAlgorithm)row.GetInt16(at + 12), row.GetString(at + 13), row.GetInt64(at + 14),
                row.GetString(at + 15), row.GetInt32(at + 16))
            : null);

    private static OtaUrlData? UrlData(NpgsqlDataReader row, int at) =>
        row.IsDBNull(at + 7) || (row.IsDBNull(at + 13) && row.IsDBNull(at + 14))
            ? null
            : new(row.LongOrNull(at + 14), row.IsDBNull(at + 12) ? null : (ChecksumAlgorithm)row.GetInt16(at + 12), row.TextOrNull(at + 13));
}
