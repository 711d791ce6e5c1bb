using System.Security.Cryptography;
using OrleansIot.Gateway.Ota;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Tests.Ota;

/// <summary>Data of a package, as the silos have it; counts what is asked for.</summary>
internal sealed class StoredFile : IOtaChunks
{
    private const int ChunkSize = 1_000;

    private readonly byte[] _data;
    private int _asked;

    public StoredFile(int size, int seed = 1)
    {
        _data = new byte[size];
        new Random(seed).NextBytes(_data);
        Info = new(Guid.NewGuid(), "a", "b", ChecksumAlgorithm.Sha256, "", size, Convert.ToHexStringLower(SHA256.HashData(_data)), ChunkSize);
    }

    public OtaFile Info { get; init; }

    public byte[] Data => _data;

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Chunks from this one on wait for <see cref="More"/>.</summary>
    public int HeldFrom { get; set; } = int.MaxValue;

    public TaskCompletionSource More { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is answered instead of a chunk.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Flips a bit of what is given.</summary>
    public bool IsDamaged { get; set; }

    public async Task<byte[]> ReadAsync(OtaFile file, int index)
    {
        Interlocked.Increment(ref _asked);
        if (index >= HeldFrom)
            await More.Task;
        if (Failure is { } failure)
            throw failure;
        var chunk = _data.AsSpan(index * ChunkSize, Math.Min(ChunkSize, _data.Length - (index * ChunkSize))).ToArray();
        if (IsDamaged)
            chunk[0] ^= 1;
        return chunk;
    }
}
