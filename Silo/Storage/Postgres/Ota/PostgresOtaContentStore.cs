using Npgsql;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Ota;

internal sealed class PostgresOtaContentStore(NpgsqlDataSource database) : IOtaContentStore
{
    /// <summary>Chunks that one transaction deletes.</summary>
    private const int SweptChunks = 256;

    public async Task<Answer<bool>> BeginAsync(Guid package, Guid content, long now, CancellationToken cancellation)
    {
        if (await LoadAsync(package, cancellation).ConfigureAwait(false) is not { } found)
            return OtaRefusals.Missing;
        if (found.Fields.Url is not null)
            return OtaRefusals.HasUrl;
        if (found.File is { } file && file.Content != content)
            return OtaRefusals.HasData;
        await database.ExecuteAsync(OtaContentSql.Begin, cancellation, content, package, now).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> AppendAsync(Guid content, int index, byte[] data, long now, CancellationToken cancellation) =>
        await database.ScalarAsync(OtaContentSql.Append, cancellation, content, index, data, now).ConfigureAwait(false) is not null;

    public async Task<Answer<OtaPackageInfo>> CompleteAsync(Guid package, OtaFile file, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        if ((await QueryAsync(connection, OtaPackageSql.Lock, cancellation, package).ConfigureAwait(false)).First() is not { } found)
            return OtaRefusals.Missing;
        if (found.File is { } stored)
            return stored.Content == file.Content ? found : OtaRefusals.HasData;
        if (found.Fields.Url is not null)
            return OtaRefusals.HasUrl;
        if (await connection.ExecuteAsync(OtaContentSql.End, cancellation, file.Content, package, file.Size, file.ChunkCount, file.ChunkSize).ConfigureAwait(false) == 0)
            return OtaRefusals.Incomplete;
        var completed = await QueryAsync(
            connection, OtaContentSql.Complete, cancellation, package, file.Content, file.Name, file.ContentType, (short)file.Algorithm, file.Checksum, file.Size, file.Sha256,
            file.ChunkSize).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return completed.Single();
    }

    public Task AbandonAsync(Guid content, CancellationToken cancellation) => database.ExecuteAsync(OtaContentSql.Abandon, cancellation, content);

    public async Task<byte[]?> ReadAsync(Guid content, int index, CancellationToken cancellation) =>
        (byte[]?)await database.ScalarAsync(OtaContentSql.Read, cancellation, content, index).ConfigureAwait(false);

    public async Task<bool> SweepAsync(long before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (await connection.ScalarAsync(OtaContentSql.IsSweepable, cancellation, before).ConfigureAwait(false) is null)
            return false;
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(OtaContentSql.DiscardResting, cancellation, before).ConfigureAwait(false);
        var content = await connection.ScalarAsync(OtaContentSql.NextGarbage, cancellation).ConfigureAwait(false);
        if (content is not null && await connection.ExecuteAsync(OtaContentSql.DeleteChunks, cancellation, content, SweptChunks).ConfigureAwait(false) < SweptChunks)
            await connection.ExecuteAsync(OtaContentSql.EndGarbage, cancellation, content).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return content is not null;
    }

    private async Task<OtaPackageInfo?> LoadAsync(Guid id, CancellationToken cancellation) =>
        (await database.QueryAsync(OtaPackageSql.Load, row => OtaPackageSql.Map(row), cancellation, id).ConfigureAwait(false)).First();

    private static Task<List<OtaPackageInfo>> QueryAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters) =>
        connection.QueryAsync(sql, row => OtaPackageSql.Map(row), cancellation, parameters);
}
