using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

internal sealed partial class OtaCache
{
    /// <summary>Fills a new file, or checks one that was found. It counts as a user until it is done.</summary>
    private void Begin(CacheRoom room, CacheEntry entry, OtaFile file)
    {
        entry.Begun = true;
        entry.Users++;
        _ = Task.Run(() => FillOrCheckAsync(room, entry, file));
    }

    private async Task FillOrCheckAsync(CacheRoom room, CacheEntry entry, OtaFile file)
    {
        try
        {
            var path = room.PathOf(entry.Sha256);
            var isNew = !File.Exists(path);
            var hash = isNew ? await FillAsync(entry, file) : await HashAsync(entry.Handle, entry.Size);
            if (hash != file.Sha256 || entry.Size != file.Size)
                throw new InvalidDataException("The data is not what its name says.");
            if (isNew)
            {
                RandomAccess.FlushToDisk(entry.Handle);
                File.Move(room.UnfinishedPathOf(entry.Sha256), path, overwrite: true);
            }
            entry.Progress.Complete();
        }
        catch (Exception exception)
        {
            if (exception is not ContentGoneException)
                LogUnfilled(exception, entry.Sha256);
            Discard(room, entry);
            entry.Progress.Fail(exception);
        }
        finally
        {
            Release(entry);
        }
    }

    private async Task<string> FillAsync(CacheEntry entry, OtaFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var underWay = new Queue<Task<byte[]>>();
        var asked = 0;
        for (var offset = 0L; offset < file.Size;)
        {
            while (asked < file.ChunkCount && underWay.Count < options.Value.ChunksInFlight)
                underWay.Enqueue(chunks.ReadAsync(file, asked++));
            var chunk = await underWay.Dequeue();
            hash.AppendData(chunk);
            await RandomAccess.WriteAsync(entry.Handle, chunk, offset);
            entry.Progress.Advance(offset += chunk.Length);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> HashAsync(SafeFileHandle handle, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[64 << 10];
        for (var offset = 0L; offset < size;)
        {
            var count = await RandomAccess.ReadAsync(handle, piece, offset);
            if (count == 0)
                break;
            hash.AppendData(piece.AsSpan(0, count));
            offset += count;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Discard(CacheRoom room, CacheEntry entry)
    {
        lock (_lock)
        {
            if (!_entries.ContainsKey(entry.Sha256))
                return;
            Forget(entry);
            File.Delete(room.PathOf(entry.Sha256));
            File.Delete(room.UnfinishedPathOf(entry.Sha256));
        }
    }
}
