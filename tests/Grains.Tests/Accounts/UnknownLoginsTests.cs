using Microsoft.Extensions.Time.Testing;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Grains.Tests.Accounts;

public sealed class UnknownLoginsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly UnknownLogins _logins;

    public UnknownLoginsTests() => _logins = new(Microsoft.Extensions.Options.Options.Create(new AccountOptions { MaxLoginFailures = 2 }), _time);

    [Fact]
    public void an_unknown_name_is_throttled_like_a_known_one_whatever_its_case()
    {
        _logins.Failed("nobody@example.org");
        _logins.Failed("Nobody@Example.org");
        Assert.Equal(60, _logins.Wait("NOBODY@example.org"));
        Assert.Equal(0, _logins.Wait("somebody@example.org"));
    }

    [Fact]
    public void the_throttle_ends_with_its_window()
    {
        _logins.Failed("a@b");
        _logins.Failed("a@b");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _logins.Wait("a@b"));
    }

    [Fact]
    public void a_flood_of_names_forgets_its_own_and_still_counts()
    {
        for (var i = 0; i < 50_000; i++)
            _logins.Failed($"{i}@flood");
        _logins.Failed("a@b");
        _logins.Failed("a@b");
        Assert.True(_logins.Wait("a@b") > 0);
    }
}
