using System.Security.Cryptography;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>The checksums that packages may have (specification 7.1).</summary>
internal static class Checksums
{
    public static IChecksum Start(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Md5 => new CryptographicChecksum(HashAlgorithmName.MD5),
        ChecksumAlgorithm.Sha384 => new CryptographicChecksum(HashAlgorithmName.SHA384),
        ChecksumAlgorithm.Sha512 => new CryptographicChecksum(HashAlgorithmName.SHA512),
        ChecksumAlgorithm.Crc32 => new Crc32Checksum(),
        ChecksumAlgorithm.Murmur3With32Bits => new Murmur3Checksum32(),
        ChecksumAlgorithm.Murmur3With128Bits => new Murmur3Checksum128(),
        _ => new CryptographicChecksum(HashAlgorithmName.SHA256),
    };
}
