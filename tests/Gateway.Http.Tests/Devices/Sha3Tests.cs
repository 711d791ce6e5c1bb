using System.Security.Cryptography;
using System.Text;
using OrleansIot.Gateway.Devices;
using Xunit;

namespace OrleansIot.Gateway.Tests.Devices;

public sealed class Sha3Tests
{
    [Theory]
    [InlineData("", "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")]
    [InlineData("abc", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532")]
    public void known_texts_have_their_known_hashes(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Sha3.Hash256(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void every_length_around_a_block_hashes_as_the_framework_does_where_it_can()
    {
        for (var length = 0; length < 500 && SHA3_256.IsSupported; length++)
        {
            var data = new byte[length];
            new Random(length).NextBytes(data);
            Assert.Equal(SHA3_256.HashData(data), Sha3.Hash256(data));
        }
    }
}
