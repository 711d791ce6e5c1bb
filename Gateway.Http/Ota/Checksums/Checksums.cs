using System.Security.Cryptography;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>The checksums that packages may have (specification 7.1), by ThingsBoard's names.</summary>
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

    public static string Name(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Md5 => "MD5",
        ChecksumAlgorithm.Sha384 => "SHA384",
        ChecksumAlgorithm.Sha512 => "SHA512",
        ChecksumAlgorithm.Crc32 => "CRC32",
        ChecksumAlgorithm.Murmur3With32Bits => "MURMUR3_32",
        ChecksumAlgorithm.Murmur3With128Bits => "MURMUR3_128",
        _ => "SHA256",
    };

    /// <summary>Null: there is no such algorithm.</summary>
    public static ChecksumAlgorithm? Parse(string name)
    {
        foreach (var algorithm in Enum.GetValues<ChecksumAlgorithm>())
            if (Name(algorithm) == name)
                return algorithm;
        return null;
    }
}
