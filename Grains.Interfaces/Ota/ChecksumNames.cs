namespace OrleansIot.Ota;

/// <summary>ThingsBoard's names of the checksums.</summary>
public static class ChecksumNames
{
    public static string Of(ChecksumAlgorithm algorithm) => algorithm switch
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
            if (Of(algorithm) == name)
                return algorithm;
        return null;
    }
}
