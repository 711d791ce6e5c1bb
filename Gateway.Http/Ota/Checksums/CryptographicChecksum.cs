using System.Security.Cryptography;

namespace OrleansIot.Gateway.Ota;

internal sealed class CryptographicChecksum(HashAlgorithmName algorithm) : IChecksum
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm);

    public void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
