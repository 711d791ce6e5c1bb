using CsCheck;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Grains.Tests.Accounts;

public sealed class SessionTests
{
    private const long Start = 1_700_000_000_000;
    private static readonly AccountOptions Options = new();
    private static readonly Session First = Session.Start(Guid.NewGuid(), Start, Options);

    [Fact]
    public void the_newest_token_is_replaced()
    {
        Assert.Equal(RefreshVerdict.Rotate, First.Judge(First.CurrentToken, Start, Options));
        var next = First.Rotate(Start + 5, Options);
        Assert.NotEqual(First.CurrentToken, next.CurrentToken);
        Assert.Equal(RefreshVerdict.Rotate, next.Judge(next.CurrentToken, Start + 5, Options));
        Assert.Equal(Start + 5 + 604_800_000, next.ExpiresAt);
    }

    [Fact]
    public void the_token_before_is_good_for_thirty_seconds_because_its_answer_may_be_lost()
    {
        var next = First.Rotate(Start, Options);
        Assert.Equal(RefreshVerdict.Repeat, next.Judge(First.CurrentToken, Start + 30_000, Options));
        Assert.Equal(RefreshVerdict.Stolen, next.Judge(First.CurrentToken, Start + 30_001, Options));
    }

    [Fact]
    public void an_older_token_means_that_somebody_has_a_copy()
    {
        var third = First.Rotate(Start, Options).Rotate(Start, Options);
        Assert.Equal(RefreshVerdict.Stolen, third.Judge(First.CurrentToken, Start, Options));
        Assert.Equal(RefreshVerdict.Stolen, third.Judge(Guid.NewGuid(), Start, Options));
    }

    [Fact]
    public void an_ended_or_expired_session_gives_nothing()
    {
        Assert.Equal(RefreshVerdict.Over, First.Judge(First.CurrentToken, First.ExpiresAt, Options));
        Assert.Equal(RefreshVerdict.Over, (First with { EndedAt = Start }).Judge(First.CurrentToken, Start, Options));
    }

    /// <summary>Whatever is presented when: only the newest token rotates, and of the others only the last within its grace is not theft.</summary>
    [Fact]
    public void of_all_tokens_of_a_session_at_most_two_are_good()
    {
        Gen.Select(Gen.Int[1, 8], Gen.Long[0, 60_000]).Sample((rotations, later) =>
        {
            var session = First;
            List<Guid> tokens = [session.CurrentToken];
            for (var i = 0; i < rotations; i++)
            {
                session = session.Rotate(Start, Options);
                tokens.Add(session.CurrentToken);
            }
            var verdicts = tokens.ConvertAll(t => session.Judge(t, Start + later, Options));
            Assert.Equal(RefreshVerdict.Rotate, verdicts[^1]);
            Assert.Equal(later <= 30_000 ? RefreshVerdict.Repeat : RefreshVerdict.Stolen, verdicts[^2]);
            Assert.All(verdicts.SkipLast(2), v => Assert.Equal(RefreshVerdict.Stolen, v));
        });
    }
}
