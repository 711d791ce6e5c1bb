namespace OrleansIot.Grains.Accounts;

/// <summary>One login and the refresh tokens that descend from it. Instants are milliseconds since 1970.</summary>
/// <param name="CurrentToken">Id of the refresh token that is good now.</param>
/// <param name="PreviousToken">The one before, good for a short while after the rotation.</param>
/// <param name="EndedAt">When it was ended before its time; null: it was not.</param>
public sealed record Session(Guid Id, Guid UserId, Guid CurrentToken, Guid? PreviousToken, long RotatedAt, long ExpiresAt, long? EndedAt)
{
    public static Session Start(Guid userId, long now, AccountOptions options) =>
        new(Guid.NewGuid(), userId, Guid.NewGuid(), null, now, now + (long)options.RefreshLifetime.TotalMilliseconds, null);

    /// <summary>What a refresh token of this session is worth.</summary>
    public RefreshVerdict Judge(Guid token, long now, AccountOptions options)
    {
        if (EndedAt is not null || now >= ExpiresAt)
            return RefreshVerdict.Over;
        if (token == CurrentToken)
            return RefreshVerdict.Rotate;
        var inGrace = now - RotatedAt <= (long)options.RefreshGrace.TotalMilliseconds;
        return token == PreviousToken && inGrace ? RefreshVerdict.Repeat : RefreshVerdict.Stolen;
    }

    public Session Rotate(long now, AccountOptions options) => this with
    {
        CurrentToken = Guid.NewGuid(),
        PreviousToken = CurrentToken,
        RotatedAt = now,
        ExpiresAt = now + (long)options.RefreshLifetime.TotalMilliseconds,
    };
}
