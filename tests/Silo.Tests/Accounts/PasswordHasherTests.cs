using OrleansIot.Grains.Accounts;
using OrleansIot.Silo.Accounts;

namespace OrleansIot.Silo.Tests.Accounts;

public sealed class PasswordHasherTests : IDisposable
{
    private readonly BoundedPasswordHasher _hasher = new();

    public void Dispose() => _hasher.Dispose();

    [Fact]
    public async Task only_the_right_password_is_right()
    {
        var hash = await _hasher.HashAsync("pässword");
        Assert.DoesNotContain("pässword", hash, StringComparison.Ordinal);
        Assert.Equal(PasswordVerdict.Right, await _hasher.VerifyAsync(hash, "pässword"));
        Assert.Equal(PasswordVerdict.Wrong, await _hasher.VerifyAsync(hash, "password"));
        Assert.Equal(PasswordVerdict.Wrong, await _hasher.VerifyAsync(hash, ""));
    }

    [Fact]
    public async Task without_a_hash_every_password_is_wrong() => Assert.Equal(PasswordVerdict.Wrong, await _hasher.VerifyAsync(null, "password"));

    [Fact]
    public async Task a_flood_is_answered_busy_instead_of_queueing_without_end()
    {
        var hash = await _hasher.HashAsync("x");
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _hasher.VerifyAsync(hash, "x")));
        Assert.Contains(PasswordVerdict.Busy, verdicts);
        Assert.Contains(PasswordVerdict.Right, verdicts);
        Assert.DoesNotContain(PasswordVerdict.Wrong, verdicts);
    }
}
