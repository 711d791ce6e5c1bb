namespace OrleansIot.Accounts;

/// <summary>What a refresh token says, its signature and expiry checked.</summary>
/// <param name="Session">The login that the token descends from.</param>
/// <param name="TokenId">Which of the session's tokens it is; only the newest opens.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RefreshTicket")]
public sealed record RefreshTicket([property: Id(0)] Guid UserId, [property: Id(1)] Guid Session, [property: Id(2)] Guid TokenId, [property: Id(3)] long Epoch);
