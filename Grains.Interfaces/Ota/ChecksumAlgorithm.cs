namespace OrleansIot.Ota;

/// <summary>
/// How a package's checksum is computed (device API specification, section 7.1). CRC-32 and the two Murmur3 hashes are written with their lowest byte first.
/// The numbers are stored: never renumber.
/// </summary>
public enum ChecksumAlgorithm : byte
{
    Md5 = 1,
    Sha256 = 2,
    Sha384 = 3,
    Sha512 = 4,
    Crc32 = 5,
    Murmur3With32Bits = 6,

    /// <summary>The x64 variant, seed 0.</summary>
    Murmur3With128Bits = 7,
}
