using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Cuts a stream into chunks of one length, and computes what is to be known of the whole on the way.</summary>
internal sealed class OtaDataReader(Stream source, ChecksumAlgorithm algorithm, int chunkSize, long maxBytes) : IDisposable
{
    private readonly IChecksum _sha256 = Checksums.Start(ChecksumAlgorithm.Sha256);
    private readonly IChecksum? _checksum = algorithm == ChecksumAlgorithm.Sha256 ? null : Checksums.Start(algorithm);
    private long _size;

    /// <summary>The next chunk, an array of its own; null: the data has ended.</summary>
    /// <exception cref="PayloadTooLargeException">There is more than allowed.</exception>
    public async Task<byte[]?> NextAsync(CancellationToken cancellation)
    {
        var chunk = new byte[chunkSize];
        var length = await source.ReadAtLeastAsync(chunk, chunkSize, throwOnEndOfStream: false, cancellation);
        _size += length;
        if (_size > maxBytes)
            throw new PayloadTooLargeException(maxBytes);
        if (length == 0)
            return null;
        if (length < chunkSize)
            Array.Resize(ref chunk, length);
        _sha256.Append(chunk);
        _checksum?.Append(chunk);
        return chunk;
    }

    /// <summary>All of it has been read.</summary>
    public OtaFile Finish(Guid content, string name, string contentType)
    {
        var sha256 = _sha256.Finish();
        return new(content, name, contentType, algorithm, _checksum?.Finish() ?? sha256, _size, sha256, chunkSize);
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _checksum?.Dispose();
    }
}
