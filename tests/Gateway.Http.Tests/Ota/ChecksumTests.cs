using System.Text;
using OrleansIot.Gateway.Ota;
using OrleansIot.Ota;
using Xunit;

namespace OrleansIot.Gateway.Tests.Ota;

public sealed class ChecksumTests
{
    private const string Fox = "The quick brown fox jumps over the lazy dog";

    [Theory]
    [InlineData(ChecksumAlgorithm.Md5, Fox, "9e107d9d372bb6826bd81d3542a419d6")]
    [InlineData(ChecksumAlgorithm.Sha256, "\u0001", "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")]
    [InlineData(ChecksumAlgorithm.Sha384, "abc", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData(ChecksumAlgorithm.Sha512, "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData(ChecksumAlgorithm.Crc32, "", "00000000")]
    [InlineData(ChecksumAlgorithm.Crc32, "\u0001", "1bdf05a5")]
    [InlineData(ChecksumAlgorithm.Crc32, "123456789", "2639f4cb")]
    [InlineData(ChecksumAlgorithm.Murmur3With32Bits, "", "00000000")]
    [InlineData(ChecksumAlgorithm.Murmur3With32Bits, "test", "13d26bba")]
    [InlineData(ChecksumAlgorithm.Murmur3With32Bits, "Hello, world!", "433e36c0")]
    [InlineData(ChecksumAlgorithm.Murmur3With32Bits, Fox, "23f74f2e")]
    [InlineData(ChecksumAlgorithm.Murmur3With128Bits, "", "00000000000000000000000000000000")]
    [InlineData(ChecksumAlgorithm.Murmur3With128Bits, "hello", "029bbd41b3a7d8cb191dae486a901e5b")]
    [InlineData(ChecksumAlgorithm.Murmur3With128Bits, Fox, "6c1b07bc7bbc4be347939ac4a93c437a")]
    public void checksums_are_those_of_the_published_vectors_lowest_byte_first_where_they_are_numbers(ChecksumAlgorithm algorithm, string text, string expected)
    {
        using var checksum = Checksums.Start(algorithm);
        checksum.Append(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, checksum.Finish());
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32)]
    [InlineData(ChecksumAlgorithm.Murmur3With32Bits)]
    [InlineData(ChecksumAlgorithm.Murmur3With128Bits)]
    [InlineData(ChecksumAlgorithm.Sha256)]
    public void it_does_not_matter_how_the_data_is_cut(ChecksumAlgorithm algorithm)
    {
        var random = new Random(7);
        for (var length = 0; length < 200; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            using var whole = Checksums.Start(algorithm);
            using var cut = Checksums.Start(algorithm);
            whole.Append(data);
            for (var at = 0; at < length;)
            {
                var next = Math.Min(length, at + random.Next(0, 20));
                cut.Append(data.AsSpan(at..next));
                at = next;
            }
            Assert.Equal(whole.Finish(), cut.Finish());
        }
    }
}
