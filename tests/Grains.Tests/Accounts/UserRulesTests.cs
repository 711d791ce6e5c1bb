using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Grains.Tests.Accounts;

public sealed class UserRulesTests
{
    private static readonly Guid Customer = Guid.NewGuid();
    private static readonly UserFields Good = new("a@example.org", Authority.CustomerUser, Customer, null, null, null, null);

    [Theory]
    [InlineData("a@example.org", true)]
    [InlineData("ä+b.c@localhost", true)]
    [InlineData("", false)]
    [InlineData("no at", false)]
    [InlineData("@x", false)]
    [InlineData("x@", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\0@c", false)]
    public void an_email_has_one_at_and_no_blanks(string email, bool good) => Assert.Equal(good, UserRules.Check(Good with { Email = email }) is null);

    [Fact]
    public void a_customer_user_has_a_customer_and_an_administrator_has_none()
    {
        Assert.Null(UserRules.Check(Good));
        Assert.NotNull(UserRules.Check(Good with { CustomerId = null }));
        Assert.NotNull(UserRules.Check(Good with { Authority = Authority.TenantAdmin }));
        Assert.Null(UserRules.Check(Good with { Authority = Authority.TenantAdmin, CustomerId = null }));
        Assert.NotNull(UserRules.Check(Good with { Authority = default }));
    }

    [Fact]
    public void texts_have_at_most_255_characters()
    {
        Assert.Null(UserRules.Check(Good with { FirstName = new('x', 255) }));
        Assert.NotNull(UserRules.Check(Good with { FirstName = new('x', 256) }));
        Assert.NotNull(UserRules.Check(Good with { Email = new string('x', 250) + "@example.org" }));
        Assert.NotNull(UserRules.Check(Good with { AdditionalInfo = new byte[65_537] }));
    }

    [Fact]
    public void a_user_is_read_by_itself_by_its_customers_users_and_by_administrators()
    {
        var user = new UserRecord(Guid.NewGuid(), 0, Good, 1, UserSecrets.Initial);
        Caller self = new(user.Id, Authority.CustomerUser, Customer), colleague = new(Guid.NewGuid(), Authority.CustomerUser, Customer);
        Caller stranger = new(Guid.NewGuid(), Authority.CustomerUser, Guid.NewGuid()), admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);
        Assert.Equal([true, true, false, true], new[] { self, colleague, stranger, admin }.Select(c => UserRules.MayRead(c, user)));
        Assert.Equal([true, false, false, true], new[] { self, colleague, stranger, admin }.Select(c => UserRules.MayWrite(c, user)));
        var other = user with { Fields = Good with { Authority = Authority.TenantAdmin, CustomerId = null } };
        Assert.False(UserRules.MayRead(colleague, other));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void a_password_has_6_to_255_characters(int length, bool good) => Assert.Equal(good, UserRules.CheckPassword(new('x', length)) is null);

    [Fact]
    public void nothing_that_opens_something_prints_itself()
    {
        var secrets = UserSecrets.Initial with { PasswordHash = "HASH", ActivationHash = "HASH" };
        Assert.DoesNotContain("HASH", new UserRecord(Guid.Empty, 0, Good, 1, secrets).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", new TokenPair("SECRET", "SECRET").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", new LoginAnswer(LoginEnd.Granted, new("SECRET", "SECRET")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", new Activation("SECRET", 1).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", new FirstAdministrator("a@b", "SECRET").ToString(), StringComparison.Ordinal);
    }
}
