using System.Text;
using OrleansIot.Attributes;
using OrleansIot.Claiming;
using OrleansIot.Grains.Claiming;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Claiming;

/// <summary>Who gets a device (device API specification, section 5.2).</summary>
public sealed class ClaimRulesTests
{
    private const long Now = 1_700_000_000_000;

    [Fact]
    public void an_open_offer_goes_to_whoever_knows_its_secret()
    {
        Assert.Equal(ClaimVerdict.Won, ClaimRules.Judge(Offer("s", Now + 1), null, owned: false, Request("s")));
        Assert.Equal(ClaimVerdict.WrongSecret, ClaimRules.Judge(Offer("s", Now + 1), null, owned: false, Request("t")));
    }

    [Fact]
    public void the_last_millisecond_of_an_offer_counts()
    {
        Assert.Equal(ClaimVerdict.Won, ClaimRules.Judge(Offer("s", Now), null, owned: false, Request("s")));
        Assert.Equal(ClaimVerdict.NotOffered, ClaimRules.Judge(Offer("s", Now - 1), null, owned: false, Request("s")));
    }

    [Fact]
    public void an_offer_that_has_run_out_does_not_say_whether_the_secret_was_right() =>
        Assert.Equal(ClaimVerdict.NotOffered, ClaimRules.Judge(Offer("s", Now - 1), null, owned: false, Request("t")));

    [Fact]
    public void without_a_secret_the_empty_one_is_right()
    {
        Assert.Equal(ClaimVerdict.Won, ClaimRules.Judge(Offer("", Now), null, owned: false, Request("")));
        Assert.Equal(ClaimVerdict.WrongSecret, ClaimRules.Judge(Offer("", Now), null, owned: false, Request("s")));
    }

    [Fact]
    public void what_an_operator_offers_counts_where_the_device_offers_nothing_or_no_longer()
    {
        Assert.Equal(ClaimVerdict.Won, ClaimRules.Judge(ClaimRecord.None, Offer("p", Now), owned: false, Request("p")));
        Assert.Equal(ClaimVerdict.Won, ClaimRules.Judge(Offer("s", Now - 1), Offer("p", Now), owned: false, Request("p")));
        Assert.Equal(ClaimVerdict.WrongSecret, ClaimRules.Judge(Offer("s", Now), Offer("p", Now), owned: false, Request("p")));
    }

    [Fact]
    public void a_device_with_an_owner_is_never_won()
    {
        Assert.Equal(ClaimVerdict.Owned, ClaimRules.Judge(ClaimRecord.None, null, owned: true, Request("s")));
        Assert.Equal(ClaimVerdict.OwnedAlready, ClaimRules.Judge(Offer("s", Now), null, owned: true, Request("s")));
        Assert.Equal(ClaimVerdict.WrongSecret, ClaimRules.Judge(Offer("s", Now), null, owned: true, Request("t")));
    }

    [Fact]
    public void the_request_that_has_won_wins_again_and_no_other_does()
    {
        var request = Request("s");
        var closed = new ClaimRecord(null, 0, request.Attempt);
        Assert.Equal(ClaimVerdict.WonBefore, ClaimRules.Judge(closed, null, owned: true, request));
        Assert.Equal(ClaimVerdict.Owned, ClaimRules.Judge(closed, null, owned: true, request with { Attempt = Guid.NewGuid() }));
    }

    [Theory]
    [InlineData("""{"secretKey":"abc","expirationTime":5}""", "abc", 5)]
    [InlineData("""{"secretKey":"abc","expirationTime":"5"}""", "abc", 5)]
    [InlineData("""{"expirationTime":5}""", "", 5)]
    [InlineData("""{"secretKey":null,"expirationTime":5}""", "", 5)]
    [InlineData("""{"secretKey":12,"expirationTime":5}""", "12", 5)]
    [InlineData("""{"secretKey":"a","expirationTime":9223372036854775807}""", "a", long.MaxValue)]
    public void an_operators_offer_is_read_from_the_attribute(string json, string secret, long until)
    {
        foreach (var value in (TypedValue[])[TypedValue.Json(Encoding.UTF8.GetBytes(json)), TypedValue.String(json)])
        {
            var read = ClaimRules.ReadPrepared([Attribute(value)]);
            Assert.NotNull(read);
            Assert.Equal(until, read.ExpiresAt);
            Assert.Equal(ClaimRules.Hash(secret), read.SecretHash);
        }
    }

    [Theory]
    [InlineData("""{"secretKey":"abc"}""")]
    [InlineData("""{"secretKey":"abc","expirationTime":"soon"}""")]
    [InlineData("""{"secretKey":"abc","expirationTime":1.5}""")]
    [InlineData("""{"secretKey":{},"expirationTime":5}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"secretKey""")]
    [InlineData("")]
    public void what_cannot_be_understood_is_no_offer(string text) => Assert.Null(ClaimRules.ReadPrepared([Attribute(TypedValue.String(text))]));

    [Fact]
    public void only_the_boolean_true_allows_claiming()
    {
        Assert.True(ClaimRules.IsTrue([Attribute(TypedValue.Boolean(true))]));
        Assert.False(ClaimRules.IsTrue([Attribute(TypedValue.Boolean(false))]));
        Assert.False(ClaimRules.IsTrue([Attribute(TypedValue.String("true"))]));
        Assert.False(ClaimRules.IsTrue([]));
    }

    private static ClaimRecord Offer(string secret, long until) => new(ClaimRules.Hash(secret), until, null);

    private static ClaimRequest Request(string secret) => new(Guid.NewGuid(), ClaimRules.Hash(secret), Now);

    private static AttributeEntry Attribute(in TypedValue value) => new(AttributeScope.Server, "any", value, 1, 1);
}
