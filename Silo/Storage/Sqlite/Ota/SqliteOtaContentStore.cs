using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Ota;

internal sealed class SqliteOtaContentStore(SqliteDatabase database) : IOtaContentStore
{
    /// <summary>Chunks that one transaction deletes: devices wait for no more than this.</summary>
    private const int SweptChunks = 64;

    public Task<Answer<bool>> BeginAsync(Guid package, Guid content, long now, CancellationToken cancellation) => database.WriteAsync<Answer<bool>>(
        connection =>
        {
            if (Load(connection, package) is not { } found)
                return OtaRefusals.Missing;
            if (found.Fields.Url is not null)
                return OtaRefusals.HasUrl;
            if (found.File is { } file && file.Content != content)
                return OtaRefusals.HasData;
            connection.Execute(OtaContentSql.Begin, ("@content", content.Text()), ("@package", package.Text()), ("@now", now));
            return true;
        },
        cancellation);

    public Task<bool> AppendAsync(Guid content, int index, byte[] data, long now, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            if (connection.Execute(OtaContentSql.Touch, ("@content", content.Text()), ("@now", now)) == 0)
                return false;
            connection.Execute(OtaContentSql.Append, ("@content", content.Text()), ("@seq", index), ("@data", data));
            return true;
        },
        cancellation);

    public Task<Answer<OtaPackageInfo>> CompleteAsync(Guid package, OtaFile file, CancellationToken cancellation) =>
        database.WriteAsync(connection => Complete(connection, package, file), cancellation);

    public Task AbandonAsync(Guid content, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            connection.Execute(OtaContentSql.Discard, ("@content", content.Text()));
            return connection.Execute(OtaContentSql.EndUpload, ("@content", content.Text()));
        },
        cancellation);

    public Task<byte[]?> ReadAsync(Guid content, int index, CancellationToken cancellation) => database.ReadAsync(
        connection => (byte[]?)connection.Scalar(OtaContentSql.Read, ("@content", content.Text()), ("@seq", index)), cancellation);

    /// <summary>Looks before it writes: an idle server leaves the disk alone.</summary>
    public async Task<bool> SweepAsync(long before, CancellationToken cancellation) =>
        await database.ReadAsync(connection => connection.Scalar(OtaContentSql.IsSweepable, ("@before", before)) is not null, cancellation).ConfigureAwait(false)
        && await database.WriteAsync(connection => Sweep(connection, before), cancellation).ConfigureAwait(false);

    private static bool Sweep(SqliteConnection connection, long before)
    {
        connection.Execute(OtaContentSql.DiscardResting, ("@before", before));
        connection.Execute(OtaContentSql.EndResting, ("@before", before));
        if (connection.Scalar(OtaContentSql.NextGarbage) is not string content)
            return false;
        if (connection.Execute(OtaContentSql.DeleteChunks, ("@content", content), ("@limit", SweptChunks)) < SweptChunks)
            connection.Execute(OtaContentSql.EndGarbage, ("@content", content));
        return true;
    }

    private static Answer<OtaPackageInfo> Complete(SqliteConnection connection, Guid package, OtaFile file)
    {
        if (Load(connection, package) is not { } found)
            return OtaRefusals.Missing;
        if (found.File is { } stored)
            return stored.Content == file.Content ? found : OtaRefusals.HasData;
        if (connection.Scalar(OtaContentSql.Uploading, ("@content", file.Content.Text()), ("@package", package.Text())) is null || !HoldsAll(connection, file))
            return OtaRefusals.Incomplete;
        if (connection.Execute(OtaContentSql.Complete, [.. OtaPackageSql.File(file), ("@package", package.Text())]) == 0)
            return OtaRefusals.HasUrl;
        connection.Execute(OtaContentSql.EndUpload, ("@content", file.Content.Text()));
        return Load(connection, package)!;
    }

    /// <summary>Whether the chunks are as many and as long as those of the file.</summary>
    private static bool HoldsAll(SqliteConnection connection, OtaFile file)
    {
        var last = file.ChunkCount - 1;
        using var command = connection.Command(
            OtaContentSql.Extent, [("@content", file.Content.Text()), ("@last", last), ("@chunk_size", file.ChunkSize)]);
        using var row = command.ExecuteReader();
        row.Read();
        return row.GetInt64(0) == last + 1 && row.GetInt64(1) == file.Size && row.GetInt64(2) == last && row.GetInt64(3) == file.ChunkSize && row.GetInt64(4) <= file.ChunkSize;
    }

    private static OtaPackageInfo? Load(SqliteConnection connection, Guid id) =>
        connection.Query(OtaPackageSql.Load, row => OtaPackageSql.Map(row), ("@id", id.Text())).First();
}
