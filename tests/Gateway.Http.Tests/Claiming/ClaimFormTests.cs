using System.Security.Cryptography;
using System.Text;
using OrleansIot.Gateway.Claiming;
using Xunit;

namespace OrleansIot.Gateway.Tests.Claiming;

public sealed class ClaimFormTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("{}", "", 0)]
    [InlineData("""{"secretKey":"s","durationMs":60000}""", "s", 60_000)]
    [InlineData("{secretKey:123}", "123", 0)]
    [InlineData("""{"durationMs":"5000"}""", "", 5_000)]
    [InlineData("{durationMs:1.9}", "", 1)]
    [InlineData("{durationMs:-5}", "", -5)]
    [InlineData("{durationMs:1e300}", "", long.MaxValue)]
    [InlineData("""{"secretKey":true,"x":[1]}""", "true", 0)]
    public void an_offer_is_read(string body, string secret, long duration)
    {
        Assert.Null(ClaimForm.ReadOffer(Encoding.UTF8.GetBytes(body), 7, out var offer));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), offer.SecretHash);
        Assert.Equal((duration, 7), (offer.Duration, offer.Now));
    }

    [Theory]
    [InlineData("""{"secretKey":null}""", "secretKey")]
    [InlineData("""{"secretKey":{}}""", "secretKey")]
    [InlineData("""{"durationMs":"abc"}""", "durationMs")]
    [InlineData("""{"durationMs":""}""", "durationMs")]
    [InlineData("""{"durationMs":true}""", "durationMs")]
    [InlineData("""{"durationMs":null}""", "durationMs")]
    [InlineData("""{"durationMs":NaN}""", "durationMs")]
    [InlineData("[]", "object")]
    public void an_offer_that_makes_no_sense_is_refused_by_name(string body, string named) =>
        Assert.Contains(named, ClaimForm.ReadOffer(Encoding.UTF8.GetBytes(body), 7, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "")]
    [InlineData("""{"secretKey":null}""", "")]
    [InlineData("""{"secretKey":"x"}""", "x")]
    public void a_users_secret_may_be_missing(string body, string secret)
    {
        Assert.Null(ClaimForm.ReadSecret(Encoding.UTF8.GetBytes(body), out var hash));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), hash);
    }

    [Theory]
    [InlineData("""{"secretKey":[]}""")]
    [InlineData("5")]
    public void a_users_secret_is_text(string body) => Assert.NotNull(ClaimForm.ReadSecret(Encoding.UTF8.GetBytes(body), out _));
}
